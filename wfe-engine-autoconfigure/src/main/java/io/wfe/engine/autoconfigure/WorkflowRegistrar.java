package io.wfe.engine.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowHost;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Registers the workflow beans that are for a host with it, once all singletons are
 * there. So workflows may depend on the host.
 */
final class WorkflowRegistrar implements SmartInitializingSingleton {

	private final WorkflowHost host;

	private final ObjectProvider<Map<String, Workflow<?>>> workflows;

	private final WorkflowPlacement placement;

	private final String store;

	private boolean done;

	/**
	 * Creates a registrar.
	 * @param placement says which workflows are for the host
	 * @param store the name of the store of the host
	 */
	WorkflowRegistrar(WorkflowHost host, ObjectProvider<Map<String, Workflow<?>>> workflows,
			WorkflowPlacement placement, String store) {
		this.host = host;
		this.workflows = workflows;
		this.placement = placement;
		this.store = store;
	}

	@Override
	public void afterSingletonsInstantiated() {
		register();
	}

	/**
	 * Registers what was not registered yet. An application that initializes its beans
	 * lazily may come here late.
	 */
	synchronized void register() {
		if (this.done) {
			return;
		}
		Map<String, String> beans = new TreeMap<>();
		this.workflows.getIfAvailable(Map::of).forEach((bean, workflow) -> {
			if (this.placement.isPlaced(bean, workflow, this.store)) {
				register(bean, workflow, beans);
			}
		});
		this.done = true;
	}

	private void register(String bean, Workflow<?> workflow, Map<String, String> beans) {
		try {
			String other = beans.putIfAbsent(workflow.id() + ", version " + workflow.version(), bean);
			if (other != null) {
				throw duplicate(workflow, other, bean);
			}
			this.host.register(workflow);
		}
		catch (WorkflowRegistrationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new WorkflowRegistrationException("The workflow bean '" + bean + "' (" + name(workflow)
					+ ") cannot be registered:\n\n    " + ex.getMessage(),
					"Correct " + name(workflow) + ", or remove the bean", ex);
		}
	}

	private static WorkflowRegistrationException duplicate(Workflow<?> workflow, String first, String second) {
		return new WorkflowRegistrationException(
				"The workflow beans '" + first + "' and '" + second + "' both have the id '" + workflow.id()
						+ "' and the version " + workflow.version(),
				"Give one of them another id, or another version if it is a newer one of the same workflow", null);
	}

	private static String name(Workflow<?> workflow) {
		return workflow.getClass().getName();
	}

}
