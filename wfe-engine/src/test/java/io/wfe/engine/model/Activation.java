package io.wfe.engine.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A node while the model runs it.
 */
final class Activation {

	final Node node;

	final List<Node> chain;

	final int index;

	/** The container around it. */
	final @Nullable Activation scope;

	/** Whether it is part of a compensation. */
	final boolean undoing;

	int position;

	boolean open = true;

	boolean started;

	String status = "PENDING";

	int state;

	int retries;

	/** How many escalations it has had. */
	int level;

	/** Whether time has to pass before it goes on. */
	boolean timer;

	boolean timeOver;

	boolean waiting;

	boolean event;

	boolean rejected;

	/** Whether the chain behind it goes on already. */
	boolean forked;

	int endRound;

	@Nullable Activation behind;

	Activation(List<Node> chain, int index, @Nullable Activation scope, boolean undoing) {
		this.node = chain.get(index);
		this.chain = chain;
		this.index = index;
		this.scope = scope;
		this.undoing = undoing;
	}

	boolean isInside(Activation container) {
		for (Activation one = this.scope; one != null; one = one.scope) {
			if (one == container) {
				return true;
			}
		}
		return false;
	}

	void behind(Activation other) {
		this.behind = other;
		this.status = "PENDING_PREDECESSOR";
	}

	boolean isSaga() {
		return this.node.kind() == Kind.SAGA;
	}

}
