package io.wfe.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.wfe.core.InvalidValueException;
import io.wfe.core.model.Event;
import io.wfe.core.model.EventSubscription;
import io.wfe.core.model.ExecutionError;
import io.wfe.core.model.ExecutionPointer;
import io.wfe.core.model.SharedJson;
import io.wfe.core.model.SharedList;
import io.wfe.core.model.WorkflowInstance;
import io.wfe.core.model.WorkflowStatus;
import io.wfe.core.persistence.NewEvent;
import io.wfe.core.persistence.PassWrite;
import io.wfe.core.support.Inputs;
import io.wfe.core.support.JsonSize;
import io.wfe.postgres.PointerSql.Positioned;
import io.wfe.postgres.StartSql.Start;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one pass writes, checked and compared with what is stored.
 *
 * @param write what it was given
 * @param revision what is stored
 * @param changed the pointers that have changed
 * @param places where each of them is among those that are stored
 * @param json the JSON of each of them that is written, see {@link PointerJson#bits}
 * @param added the new pointers
 * @param children the instances to start
 */
record Pass(PassWrite write, PostgresRevision revision, List<Positioned> changed, List<Integer> places,
		List<Integer> json, List<Positioned> added, List<Start> children) {

	private static final String TYPE = "PassWrite";

	/**
	 * Checks a pass.
	 * @throws InvalidValueException if a value cannot be stored
	 */
	static Pass of(PassWrite write, Inputs inputs) {
		WorkflowInstance instance = write.instance();
		PostgresRevision revision = PostgresRevision.of(instance);
		if (revision == null) {
			throw invalid(instance, "instance", "must have a revision");
		}
		check(write, inputs);
		int changed = write.changed().size();
		Pass pass = new Pass(write, revision, new ArrayList<>(changed), new ArrayList<>(changed),
				new ArrayList<>(changed), new ArrayList<>(write.added().size()), new ArrayList<>(0));
		write.children().forEach((child) -> pass.children.add(Start.of(instance.id(), child, inputs)));
		pass.compare();
		return pass;
	}

	/**
	 * Checks all that is written.
	 * @throws InvalidValueException if a value cannot be stored
	 */
	static void check(PassWrite write, Inputs inputs) {
		WorkflowInstance instance = write.instance();
		if (write.dataChanged()) {
			inputs.check(instance);
		}
		else {
			inputs.checkFields(instance);
		}
		write.changed().forEach(inputs::check);
		write.added().forEach(inputs::check);
		for (EventSubscription subscription : write.subscriptions()) {
			inputs.check(subscription);
			requireOwn(instance, "subscriptions", subscription.workflowId());
		}
		for (ExecutionError error : write.errors()) {
			inputs.check(error);
			requireOwn(instance, "errors", error.workflowId());
		}
		write.unsubscribed().forEach((id) -> inputs.of(TYPE).optionalText("unsubscribed", id));
		write.events().forEach((event) -> check(event, inputs));
	}

	/**
	 * Checks an event whose time may be missing.
	 * @throws InvalidValueException if a value cannot be stored
	 */
	static void check(NewEvent event, Inputs inputs) {
		Event.Builder checked = Event.builder()
			.id(event.id())
			.eventName(event.eventName())
			.eventKey(event.eventKey())
			.eventData(event.eventData());
		inputs.check(checked.eventTime((event.eventTime() != null) ? event.eventTime() : Inputs.FIRST_INSTANT).build());
	}

	private static void requireOwn(WorkflowInstance instance, String field, String workflowId) {
		if (!workflowId.equals(instance.id())) {
			throw invalid(instance, field, "must be those of the instance");
		}
	}

	private static InvalidValueException invalid(WorkflowInstance instance, String field, String problem) {
		return new InvalidValueException(TYPE, instance.id(), field, problem);
	}

	/**
	 * Looks from the end, where those are that change as a rule.
	 */
	private void compare() {
		Map<String, ExecutionPointer> given = new HashMap<>();
		this.write.changed().forEach((pointer) -> given.put(pointer.id(), pointer));
		List<Positioned> all = this.revision.pointers();
		for (int place = all.size() - 1; place >= 0 && !given.isEmpty(); place--) {
			Positioned stored = all.get(place);
			ExecutionPointer now = given.remove(stored.pointer().id());
			if (now != null) {
				this.changed.add(new Positioned(now, stored.position()));
				this.places.add(place);
				this.json.add(PointerJson.bits(PointerJson.changed(stored.pointer(), now)));
			}
		}
		Collections.reverse(this.changed);
		Collections.reverse(this.places);
		Collections.reverse(this.json);
		if (!given.isEmpty()) {
			throw invalid(instance(), "changed", "must hold pointers of the instance only");
		}
		Set<String> ids = new HashSet<>();
		long position = this.revision.pointers().isEmpty() ? -1
				: this.revision.pointers().get(this.revision.pointers().size() - 1).position();
		for (ExecutionPointer pointer : this.write.added()) {
			if (!ids.add(pointer.id())) {
				throw Inputs.repeatedPointer(instance().id(), pointer.id());
			}
			position++;
			this.added.add(new Positioned(pointer, position));
		}
	}

	WorkflowInstance instance() {
		return this.write.instance();
	}

	String id() {
		return instance().id();
	}

	Version version() {
		return this.revision.version();
	}

	@Nullable JsonNode data() {
		return this.write.dataChanged() ? SharedJson.data(instance()) : null;
	}

	/**
	 * Estimates how many characters of JSON are written, or a few more.
	 */
	long size() {
		long size = JsonSize.of(data());
		for (Start child : this.children) {
			size += JsonSize.of(SharedJson.data(child.instance()));
		}
		for (NewEvent event : this.write.events()) {
			size += JsonSize.of(event.eventData());
		}
		for (Positioned positioned : this.changed) {
			size += sizeOf(positioned.pointer());
		}
		for (Positioned positioned : this.added) {
			size += sizeOf(positioned.pointer());
		}
		return size;
	}

	private static long sizeOf(ExecutionPointer pointer) {
		long size = JsonSize.of(SharedJson.persistenceData(pointer)) + JsonSize.of(SharedJson.contextItem(pointer))
				+ JsonSize.of(SharedJson.eventData(pointer)) + JsonSize.of(SharedJson.outcome(pointer));
		for (JsonNode attribute : SharedJson.extensionAttributes(pointer).values()) {
			size += JsonSize.of(attribute);
		}
		return size;
	}

	boolean hasEnded() {
		return instance().status() == WorkflowStatus.COMPLETE || instance().status() == WorkflowStatus.TERMINATED;
	}

	/**
	 * Returns whether the next execution is written. That of an instance which is still
	 * owned has to stay due.
	 */
	boolean writesNextExecution() {
		return this.write.release() || hasEnded();
	}

	/**
	 * Returns the instance once it is written.
	 */
	WorkflowInstance persisted(Version version) {
		JsonNode data = this.write.dataChanged() ? SharedJson.data(instance()) : this.revision.data();
		return instance().toBuilder()
			.revision(new PostgresRevision(version, this.revision.name(), data, pointers()))
			.build();
	}

	private List<Positioned> pointers() {
		if (this.changed.isEmpty() && this.added.isEmpty()) {
			return this.revision.pointers();
		}
		Map<Integer, Positioned> replaced = new HashMap<>();
		for (int index = 0; index < this.changed.size(); index++) {
			replaced.put(this.places.get(index), this.changed.get(index));
		}
		return SharedList.<Positioned>of(this.revision.pointers()).with(replaced, this.added);
	}

}
