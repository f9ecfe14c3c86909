package io.wfe.benchmarks.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.wfe.core.model.WorkflowInstance;
import io.wfe.postgres.PostgresPersistenceProvider;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A filled store and the provider that is measured on it.
 *
 * @param schema the schema of its tables
 * @param provider the provider
 * @param workflows the number of workflows it was filled with
 * @param jdbc for what the provider is not asked for
 */
public record Store(String schema, PostgresPersistenceProvider provider, int workflows, JdbcClient jdbc) {

	private static final int CHUNK = 1000;

	/**
	 * Stores a new instance.
	 * @param pointers the number of its pointers
	 * @return the instance with its revision
	 */
	public WorkflowInstance create(int pointers) {
		return this.provider.createWorkflowInstance(Samples.instance(pointers));
	}

	/**
	 * Returns the ids of some of the filled instances: random ones, but the same each
	 * time.
	 * @param count how many
	 * @return distinct ids
	 */
	public List<String> randomIds(int count) {
		Random random = new Random(count);
		Set<String> names = new LinkedHashSet<>();
		while (names.size() < Math.min(count, this.workflows)) {
			names.add(Filler.name(random.nextInt(this.workflows) + 1));
		}
		return this.jdbc.sql("SELECT id FROM %s.workflows WHERE name = ANY (?)".formatted(this.schema))
			.param(names.toArray(String[]::new))
			.query(String.class)
			.list();
	}

	/**
	 * Loads many instances.
	 * @param ids their ids
	 * @return the instances
	 */
	public List<WorkflowInstance> load(Collection<String> ids) {
		List<String> all = List.copyOf(ids);
		List<WorkflowInstance> instances = new ArrayList<>(all.size());
		for (int from = 0; from < all.size(); from += CHUNK) {
			instances.addAll(this.provider.getWorkflowInstances(all.subList(from, Math.min(from + CHUNK, all.size()))));
		}
		return instances;
	}

}
