package io.wfe.engine.internal.builder;

import io.wfe.core.persistence.DefinitionKey;
import io.wfe.engine.InvalidDefinitionException;
import io.wfe.engine.Workflow;
import io.wfe.engine.internal.definition.Definition;
import io.wfe.engine.internal.definition.JsonCodec;
import io.wfe.engine.internal.definition.Step;

/**
 * Makes definitions of workflows and checks them.
 */
public final class DefinitionFactory {

	private final JsonCodec json;

	/**
	 * Creates a factory.
	 * @param json maps data
	 */
	public DefinitionFactory(JsonCodec json) {
		this.json = json;
	}

	/**
	 * Makes a definition.
	 * @param <D> the type of its data
	 * @param workflow the workflow
	 * @return the definition
	 * @throws InvalidDefinitionException if the workflow is not valid
	 */
	public <D> Definition<D> define(Workflow<D> workflow) {
		Blueprint<D> blueprint = new Blueprint<>(key(workflow));
		Class<D> dataType = workflow.dataType();
		if (dataType == null) {
			throw blueprint.invalid(null, "has no data type. Return one from Workflow.dataType.", null);
		}
		DataTypes.check(blueprint, dataType, this.json.mapper());
		try {
			workflow.build(new RootBuilder<>(blueprint));
		}
		catch (InvalidDefinitionException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw blueprint.invalid(null, "cannot be built: " + ex.getMessage(), ex);
		}
		blueprint.close();
		new DefinitionCheck<>(blueprint).run();
		return new Definition<>(key(workflow), blueprint.description, dataType,
				blueprint.steps().stream().<Step<D>>map(StepSpec::toStep).toList(), blueprint.errorBehavior);
	}

	private static DefinitionKey key(Workflow<?> workflow) {
		String id = workflow.id();
		int version = workflow.version();
		if (id == null || id.isBlank()) {
			throw new InvalidDefinitionException(String.valueOf(id), version, null,
					"needs an id that is not blank. Return one from Workflow.id of " + workflow.getClass().getName()
							+ ".",
					null);
		}
		if (version < 1) {
			throw new InvalidDefinitionException(id, version, null, "needs a version of 1 or more", null);
		}
		return new DefinitionKey(id, version);
	}

}
