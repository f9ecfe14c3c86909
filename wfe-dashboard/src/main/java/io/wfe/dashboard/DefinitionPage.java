package io.wfe.dashboard;

import io.wfe.engine.WorkflowDefinition;

/**
 * A definition with its diagram.
 */
final class DefinitionPage {

	private final View view;

	private final WorkflowDefinition<?> definition;

	DefinitionPage(View view, WorkflowDefinition<?> definition) {
		this.view = view;
		this.definition = definition;
	}

	String write() {
		String id = this.definition.id();
		String version = Integer.toString(this.definition.version());
		return Page.of(this.view, id + " version " + version, null, null, (page) -> {
			if (this.definition.description() != null) {
				page.open("p").element("bdi", Texts.shorten(this.definition.description(), 1000)).close();
			}
			page.open("p")
				.element("a", "Workflows of this version", "href",
						this.view.links().workflows("definition", id, "version", version))
				.close();
			Page.section(page, "diagram", "Steps");
			new Diagram(this.definition.steps(), null).write(page, "Steps of the definition");
			page.close();
		});
	}

}
