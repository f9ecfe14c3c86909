package io.wfe.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Markdown file of the project, for tests that compare it with what there is.
 *
 * @param file the file
 * @param text what it says
 */
public record Documentation(Path file, String text) {

	private static final String OURS = "(wfe|management\\.(endpoint|health)\\.wfe)\\..*";

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("]\\(((?!https?:)[^)#]*)(#[^)]*)?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

	/**
	 * Reads a file.
	 * @param file the path, from the root of the project
	 */
	public static Documentation of(String file) {
		return of(ROOT.resolve(file));
	}

	private static Documentation of(Path file) {
		return new Documentation(file, read(file));
	}

	/**
	 * Returns the Markdown files of the root and of docs.
	 */
	public static List<Documentation> all() {
		try (Stream<Path> root = Files.list(ROOT); Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(root.sorted(), docs.sorted())
				.filter((file) -> file.toString().endsWith(".md"))
				.map(Documentation::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the properties of the store and of what it brings along by their names, as
	 * the metadata has them.
	 */
	public static Map<String, JsonNode> properties() {
		return metadata("properties");
	}

	/**
	 * Returns a part of the metadata of all modules of the project by the names in it.
	 */
	public static Map<String, JsonNode> metadata(String part) {
		Map<String, JsonNode> values = new TreeMap<>();
		try {
			List<URL> files = Collections
				.list(Documentation.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"));
			for (URL file : files) {
				try (InputStream metadata = file.openStream()) {
					new JsonMapper().readTree(metadata)
						.path(part)
						.valueStream()
						.filter((value) -> value.required("name").asString().matches(OURS))
						.forEach((value) -> values.put(value.required("name").asString(), value));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return values;
	}

	/**
	 * Returns the blocks of code in a language, without indentation of the block.
	 */
	public List<String> blocks(String language) {
		return Pattern.compile("^ *```" + language + "\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(this.text)
			.results()
			.map((match) -> match.group(1).stripIndent())
			.toList();
	}

	/**
	 * Returns the rows of all tables whose first cell is code that matches, with the
	 * cells as they are written.
	 */
	public List<List<String>> rows(String firstCell) {
		return this.text.lines()
			.filter((line) -> line.matches("\\| `" + firstCell + "` \\|.*"))
			.map((line) -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
				.map(String::strip)
				.toList())
			.toList();
	}

	/**
	 * Returns the section below a heading, up to the next one of any level.
	 */
	public String section(String heading) {
		int start = this.text.indexOf("# " + heading + "\n");
		if (start == -1) {
			throw new IllegalArgumentException("There is no '" + heading + "' in " + this.file);
		}
		int end = this.text.indexOf("\n#", start);
		return this.text.substring(start, (end != -1) ? end : this.text.length());
	}

	/**
	 * Returns those links to files and headings of the project that lead nowhere.
	 */
	public List<String> brokenLinks() {
		return LINK.matcher(this.text)
			.results()
			.filter((link) -> !leadsSomewhere(link))
			.map(MatchResult::group)
			.toList();
	}

	private boolean leadsSomewhere(MatchResult link) {
		Path target = link.group(1).isEmpty() ? this.file : this.file.resolveSibling(link.group(1)).normalize();
		String anchor = link.group(2);
		return Files.exists(target) && (anchor == null || headings(target).contains(anchor.substring(1)));
	}

	/**
	 * Returns the anchors that GitHub makes of headings.
	 */
	private static List<String> headings(Path file) {
		return HEADING.matcher(read(file))
			.results()
			.map((match) -> match.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
