package io.wfe.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.wfe.benchmarks.engine.Workloads;
import org.flowable.bpmn.model.BpmnModel;
import org.flowable.bpmn.model.EndEvent;
import org.flowable.bpmn.model.FlowElement;
import org.flowable.bpmn.model.ImplementationType;
import org.flowable.bpmn.model.IntermediateCatchEvent;
import org.flowable.bpmn.model.Message;
import org.flowable.bpmn.model.MessageEventDefinition;
import org.flowable.bpmn.model.Process;
import org.flowable.bpmn.model.SequenceFlow;
import org.flowable.bpmn.model.ServiceTask;
import org.flowable.bpmn.model.StartEvent;
import org.flowable.bpmn.model.TimerEventDefinition;
import org.flowable.engine.RepositoryService;
import org.flowable.engine.delegate.JavaDelegate;

/**
 * The processes of Flowable.
 */
final class FlowableProcesses {

	static final String STEPS = "steps";

	static final String BODY = "body";

	static final String SLEEPER = "sleeper";

	static final String WAITER = "waiter";

	static final String LONG = "long";

	private final RepositoryService repository;

	FlowableProcesses(RepositoryService repository) {
		this.repository = repository;
	}

	void deploy(String message, int longSteps) {
		deploy(STEPS, step("one", FlowableTasks.Nothing.class), step("two", FlowableTasks.Nothing.class),
				step("three", FlowableTasks.Nothing.class));
		deploy(BODY, step("run", FlowableTasks.Ran.class));
		deploy(SLEEPER, task("before", FlowableTasks.Asleep.class), timer(), task("run", FlowableTasks.Ran.class));
		deploy(WAITER, message(message), step("run", FlowableTasks.Resumed.class));
		deploy(LONG,
				IntStream.range(0, longSteps)
					.mapToObj((step) -> step("step" + step, FlowableTasks.Ran.class))
					.toArray(FlowElement[]::new));
	}

	private void deploy(String id, FlowElement... elements) {
		StartEvent start = new StartEvent();
		start.setId("start");
		EndEvent end = new EndEvent();
		end.setId("end");
		List<FlowElement> all = new ArrayList<>();
		all.add(start);
		all.addAll(Arrays.asList(elements));
		all.add(end);
		Process process = new Process();
		process.setId(id);
		all.forEach(process::addFlowElement);
		for (int element = 1; element < all.size(); element++) {
			SequenceFlow flow = new SequenceFlow(all.get(element - 1).getId(), all.get(element).getId());
			flow.setId("flow" + element);
			process.addFlowElement(flow);
		}
		BpmnModel model = new BpmnModel();
		model.setTargetNamespace("benchmarks");
		model.addProcess(process);
		for (FlowElement element : elements) {
			if (element instanceof IntermediateCatchEvent event
					&& event.getEventDefinitions().get(0) instanceof MessageEventDefinition message) {
				model.addMessage(new Message(message.getMessageRef(), message.getMessageRef(), null));
			}
		}
		this.repository.createDeployment().addBpmnModel(id + ".bpmn", model).deploy();
	}

	/**
	 * A step is recorded, so it is asynchronous. Steps of a process that follow each other
	 * need not lock it, which the default is for.
	 */
	private static ServiceTask step(String id, Class<? extends JavaDelegate> type) {
		ServiceTask task = task(id, type);
		task.setAsynchronous(true);
		task.setNotExclusive(true);
		return task;
	}

	private static ServiceTask task(String id, Class<? extends JavaDelegate> type) {
		ServiceTask task = new ServiceTask();
		task.setId(id);
		task.setImplementationType(ImplementationType.IMPLEMENTATION_TYPE_CLASS);
		task.setImplementation(type.getName());
		return task;
	}

	private static IntermediateCatchEvent timer() {
		TimerEventDefinition definition = new TimerEventDefinition();
		definition.setTimeDuration(Workloads.SLEEP.toString());
		IntermediateCatchEvent event = new IntermediateCatchEvent();
		event.setId("sleep");
		event.addEventDefinition(definition);
		return event;
	}

	private static IntermediateCatchEvent message(String message) {
		MessageEventDefinition definition = new MessageEventDefinition();
		definition.setMessageRef(message);
		IntermediateCatchEvent event = new IntermediateCatchEvent();
		event.setId("wait");
		event.addEventDefinition(definition);
		return event;
	}

}
