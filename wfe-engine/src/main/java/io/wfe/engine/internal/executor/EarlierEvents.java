package io.wfe.engine.internal.executor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.engine.internal.definition.Attributes;
import io.wfe.engine.internal.definition.Step;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds the event that an earlier wait for the same name and key has got, so that a loop
 * does not get it again. Earlier on this branch is what was before in the same chain or
 * in an earlier round of a loop around it, and what lies inside of that. Branches that
 * run at once do not count: each may get the same event.
 *
 * @param <D> the type of the workflow's data
 */
final class EarlierEvents<D> {

	/**
	 * So often all pointers are looked at before those with events are put into a map.
	 */
	private static final int SEARCHES = 4;

	private final PassState<D> state;

	private int searches;

	private @Nullable Map<Key, List<Integer>> delivered;

	EarlierEvents(PassState<D> state) {
		this.state = state;
	}

	/**
	 * Returns the last event that came before a new wait.
	 * @param waiting the pointer that begins to wait
	 * @param name the name of the event
	 * @param key its key
	 * @param others whether the waits of other pointers count
	 * @return the event, as the store has noted it, or {@code null} if there is none
	 */
	@Nullable JsonNode find(ExecutionPointer waiting, String name, String key, boolean others) {
		JsonNode last = null;
		if (name.equals(waiting.eventName()) && key.equals(waiting.eventKey())) {
			last = later(attribute(waiting, Attributes.AFTER), attribute(waiting, Attributes.EVENT));
		}
		if (others) {
			for (int position : delivered(name, key)) {
				ExecutionPointer candidate = this.state.pointers().get(position);
				if (!candidate.id().equals(waiting.id()) && isEarlier(candidate, waiting)) {
					last = later(last, attribute(candidate, Attributes.EVENT));
				}
			}
		}
		return last;
	}

	/**
	 * Returns the places of the pointers that have got such an event.
	 */
	private List<Integer> delivered(String name, String key) {
		if (this.delivered == null && ++this.searches <= SEARCHES) {
			List<Integer> found = new ArrayList<>();
			for (int position = 0; position < this.state.pointers().size(); position++) {
				ExecutionPointer pointer = this.state.pointers().get(position);
				if (name.equals(pointer.eventName()) && key.equals(pointer.eventKey())
						&& attribute(pointer, Attributes.EVENT) != null) {
					found.add(position);
				}
			}
			return found;
		}
		return delivered().getOrDefault(new Key(name, key), List.of());
	}

	private Map<Key, List<Integer>> delivered() {
		Map<Key, List<Integer>> known = this.delivered;
		if (known == null) {
			known = new HashMap<>();
			for (int position = 0; position < this.state.pointers().size(); position++) {
				ExecutionPointer pointer = this.state.pointers().get(position);
				if (pointer.eventName() != null && pointer.eventKey() != null
						&& attribute(pointer, Attributes.EVENT) != null) {
					known.computeIfAbsent(new Key(pointer.eventName(), pointer.eventKey()), (key) -> new ArrayList<>())
						.add(position);
				}
			}
			this.delivered = known;
		}
		return known;
	}

	private boolean isEarlier(ExecutionPointer candidate, ExecutionPointer waiting) {
		int common = 0;
		while (common < candidate.scope().size() && common < waiting.scope().size()
				&& candidate.scope().get(common).equals(waiting.scope().get(common))) {
			common++;
		}
		String container = (common > 0) ? waiting.scope().get(common - 1) : null;
		String from = (candidate.scope().size() > common) ? candidate.scope().get(common) : candidate.id();
		String to = (waiting.scope().size() > common) ? waiting.scope().get(common) : waiting.id();
		if (isInChain(from, to)) {
			return true;
		}
		if (container == null) {
			return false;
		}
		int position = this.state.pointers().position(container);
		Step<D> step = (position >= 0) ? this.state.stepOf(this.state.pointers().get(position)) : null;
		return step != null && step.kind().hasRounds();
	}

	private boolean isInChain(String from, String to) {
		Pointers pointers = this.state.pointers();
		int position = pointers.position(to);
		int depth = (position >= 0) ? pointers.get(position).scope().size() : 0;
		while (position >= 0) {
			ExecutionPointer pointer = pointers.get(position);
			if (pointer.scope().size() < depth) {
				return false;
			}
			if (pointer.id().equals(from)) {
				return true;
			}
			position = (pointer.predecessorId() != null) ? pointers.position(pointer.predecessorId()) : -1;
		}
		return false;
	}

	private static @Nullable JsonNode attribute(ExecutionPointer pointer, String name) {
		return SharedJson.extensionAttributes(pointer).get(name);
	}

	private static @Nullable JsonNode later(@Nullable JsonNode one, @Nullable JsonNode other) {
		Instant oneTime = timeOf(one);
		Instant otherTime = timeOf(other);
		if (oneTime == null || otherTime == null) {
			return (oneTime != null) ? one : other;
		}
		int order = oneTime.compareTo(otherTime);
		if (order == 0 && one != null && other != null) {
			order = one.path("id").asString("").compareTo(other.path("id").asString(""));
		}
		return (order >= 0) ? one : other;
	}

	static @Nullable Instant timeOf(@Nullable JsonNode event) {
		if (event == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(event.path("time").asString("")).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private record Key(String name, String key) {

	}

}
