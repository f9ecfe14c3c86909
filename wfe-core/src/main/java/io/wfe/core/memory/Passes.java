package io.wfe.core.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.WfeException;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.SharedList;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.persistence.PassOutcome;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.support.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Writes what passes have done.
 */
final class Passes {

	private static final String TYPE = "PassWrite";

	private final Tables tables;

	private final Hosts hosts;

	private final Workflows workflows;

	private final WorkflowControl workflowControl;

	private final Subscriptions subscriptions;

	private final Events events;

	private final Errors errors;

	private final Starts starts;

	Passes(Tables tables, Hosts hosts, Workflows workflows, WorkflowControl workflowControl,
			Subscriptions subscriptions, Events events, Errors errors, Starts starts) {
		this.tables = tables;
		this.hosts = hosts;
		this.workflows = workflows;
		this.workflowControl = workflowControl;
		this.subscriptions = subscriptions;
		this.events = events;
		this.errors = errors;
		this.starts = starts;
	}

	List<PassOutcome> persist(String hostId, List<PassWrite> passes) {
		List<PassWrite> all = List.copyOf(passes);
		return this.tables.call(() -> all.stream().map((pass) -> persist(hostId, pass)).toList());
	}

	private PassOutcome persist(String hostId, PassWrite pass) {
		WorkflowRow stored = this.tables.workflows.get(pass.instance().id());
		if (stored == null || !this.hosts.owns(hostId, stored)) {
			return new PassOutcome.Lost();
		}
		try {
			check(pass);
			if (!Objects.equals(pass.instance().revision(), stored.instance().revision())) {
				return new PassOutcome.Changed();
			}
			return new PassOutcome.Persisted(this.tables.callUndoably(() -> write(stored, pass)));
		}
		catch (WfeException ex) {
			return new PassOutcome.Refused(ex);
		}
	}

	private static void check(PassWrite pass) {
		MemoryRevision.check(pass.instance());
		Inputs.standard().checkFields(pass.instance());
		if (pass.dataChanged()) {
			Inputs.standard().check(pass.instance());
		}
		pass.changed().forEach(Inputs.standard()::check);
		pass.added().forEach(Inputs.standard()::check);
		pass.subscriptions().forEach(Inputs.standard()::check);
	}

	private WorkflowInstance write(WorkflowRow stored, PassWrite pass) {
		WorkflowInstance given = pass.instance();
		WorkflowInstance before = stored.instance();
		WorkflowInstance after = before.toBuilder()
			.status(given.status())
			.completeTime(given.completeTime())
			.nextExecution(nextExecution(before, pass))
			.data(SharedJson.data(pass.dataChanged() ? given : before))
			.executionPointers(pointers(before, pass))
			.build();
		this.subscriptions.removeAll(given.id(), pass.unsubscribed());
		subscribe(after, pass.subscriptions());
		this.errors.add(pass.errors());
		this.events.publish(pass.events());
		pass.children().forEach(this.starts::start);
		WorkflowInstance written = this.workflows.write(after, pass.release() ? null : stored.hostId());
		if (WorkflowRow.isFinal(given.status())) {
			this.workflowControl.removeWhatWaits(given.id());
		}
		return given.toBuilder().revision(written.revision()).build();
	}

	private void subscribe(WorkflowInstance instance, List<EventSubscription> added) {
		Refusals refusals = new Refusals();
		this.subscriptions.refuse(instance, added, refusals);
		refusals.throwIfAny();
		this.subscriptions.add(added);
	}

	/**
	 * What is still owned stays due, or nobody would find it when its host dies.
	 */
	private @Nullable Instant nextExecution(WorkflowInstance before, PassWrite pass) {
		Instant due = before.nextExecution();
		if (pass.release() || WorkflowRow.isFinal(pass.instance().status())) {
			return pass.instance().nextExecution();
		}
		return (due != null && !due.isAfter(this.tables.now())) ? due : this.tables.now();
	}

	private List<ExecutionPointer> pointers(WorkflowInstance before, PassWrite pass) {
		Map<String, ExecutionPointer> changed = new HashMap<>();
		pass.changed().forEach((pointer) -> changed.put(pointer.id(), pointer));
		List<ExecutionPointer> stored = before.executionPointers();
		Map<Integer, ExecutionPointer> replaced = new HashMap<>();
		// From the end, where those are that change as a rule
		for (int place = stored.size() - 1; place >= 0 && !changed.isEmpty(); place--) {
			ExecutionPointer now = changed.remove(stored.get(place).id());
			if (now != null) {
				replaced.put(place, now);
			}
		}
		if (!changed.isEmpty()) {
			throw new InvalidValueException(TYPE, before.id(), "changed", "must hold pointers of the instance only");
		}
		Set<String> ids = new HashSet<>();
		for (ExecutionPointer pointer : pass.added()) {
			if (!ids.add(pointer.id()) || this.tables.workflowsByPointer.get(pointer.id()) != null) {
				throw new InvalidValueException(TYPE, before.id(), "added",
						"must not hold a pointer whose id exists already");
			}
		}
		return SharedList.<ExecutionPointer>of(stored).with(replaced, pass.added());
	}

}
