package io.wfe.engine.test.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.wfe.engine.Workflow;
import io.wfe.engine.WorkflowBuilder;
import io.wfe.engine.test.WorkflowTester;
import io.wfe.engine.test.order.ChargeCard;
import io.wfe.engine.test.order.OrderFulfilment;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the testing guide shows besides whole classes, and compares all that it and
 * the README show with what is run.
 */
class GuideTests {

	private static final Path SOURCES = Path.of("src", "test", "java", "io", "wfe", "engine", "test");

	private static final Pattern PARAGRAPHS = Pattern.compile("\n\\s*\n");

	private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void whatIsShownIsRun() throws IOException {
		String sources = sources("guide") + sources("shop");
		List<String> shown = new ArrayList<>(blocks("docs/testing.md"));
		assertThat(shown).hasSizeGreaterThan(5);
		List<String> readme = blocks("README.md");
		assertThat(readme).hasSize(1);
		shown.addAll(readme);
		for (String block : shown) {
			for (String part : PARAGRAPHS.split(block, -1)) {
				assertThat(sources).contains(compact(part));
			}
		}
	}

	@Test
	void workersAndPeople() {
		WorkflowTester tester = WorkflowTester.inMemory(new Packing());
		String id = tester.start("packing", new Parcel("parcel-1", "new"));
		tester.runUntilIdle();
		tester.assertThat(id).isWaitingForActivity("pack");

		tester.completeActivity("pack", Parcel.class, (parcel) -> parcel.id() + " in a box");
		tester.assertThat(id).isWaitingForUser("ada");

		tester.completeUserTask("ada", "yes");
		tester.assertThat(id).isComplete().hasData(new Parcel("parcel-1", "parcel-1 in a box"));
	}

	@Test
	void builder() {
		WorkflowTester tester = WorkflowTester.builder()
			.workflow(new OrderFulfilment(), new Packing())
			.fake(ChargeCard.class, (charge) -> "receipt-1")
			.startTime(Instant.parse("2026-03-01T08:00:00Z"))
			.host((host) -> host.jsonMapper(Parcel.MAPPER))
			.build();
		assertThat(tester.now()).isEqualTo("2026-03-01T08:00:00Z");
	}

	@Test
	void aStepThatTakesLong() {
		WorkflowTester tester = WorkflowTester.inMemory(new OrderFulfilment());
		tester.fake(ChargeCard.class, (charge) -> {
			tester.advance(Duration.ofSeconds(20)); // its timeout is 10 s
			return "receipt-1";
		});
		String id = tester.start("order-fulfilment", io.wfe.engine.test.order.Order.of("order-7", "book"));
		tester.runUntilIdle();
		tester.assertThat(id).hasFailed("ChargeCard");
	}

	private static String sources(String folder) throws IOException {
		try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
			return files.map(GuideTests::read).map(GuideTests::compact).collect(Collectors.joining());
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> blocks(String file) throws IOException {
		return BLOCK.matcher(Files.readString(Path.of("..").resolve(file)))
			.results()
			.map((match) -> match.group(1))
			.filter((block) -> block.contains("WorkflowTester") || block.contains("tester."))
			.toList();
	}

	private static String compact(String code) {
		return code.replaceAll("//.*|import .*|package .*|\\s", "");
	}

	record Parcel(String id, String state) {

		static final JsonMapper MAPPER = JsonMapper.builder().build();

	}

	static class Packing implements Workflow<Parcel> {

		@Override
		public String id() {
			return "packing";
		}

		@Override
		public Class<Parcel> dataType() {
			return Parcel.class;
		}

		@Override
		public void build(WorkflowBuilder<Parcel> parcel) {
			parcel.activity("pack", (data) -> data, String.class)
				.output((data, packed) -> new Parcel(data.id(), packed))
				.userTask("Is it right?", (data) -> "ada")
				.option("yes", (yes) -> yes.update("approve", (data) -> data));
		}

	}

}
