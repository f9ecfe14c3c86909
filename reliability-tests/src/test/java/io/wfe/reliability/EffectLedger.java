package io.wfe.reliability;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM has done, in a file of its own outside of the store. A line is with the
 * operating system before the JVM goes on, so SIGKILL loses none. Times are those of
 * {@link System#nanoTime()}, which all processes of a machine share and no setting of a
 * clock changes.
 */
final class EffectLedger implements AutoCloseable {

	private static final String END = ";";

	private final String process;

	private final OutputStream file;

	private EffectLedger(String process, OutputStream file) {
		this.process = process;
		this.file = file;
	}

	/**
	 * Opens the ledger of a process.
	 * @param directory where all ledgers are
	 * @param process the name of the process, used once
	 */
	static EffectLedger open(Path directory, String process) {
		try {
			return new EffectLedger(process, new FileOutputStream(directory.resolve(process).toFile(), true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String process() {
		return this.process;
	}

	/**
	 * Writes a fact down.
	 */
	synchronized void note(Fact fact, String... values) {
		String line = System.nanoTime() + "|" + fact + "|" + String.join("|", values) + END + "\n";
		try {
			this.file.write(line.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns what all processes have written down, in the order in which it has
	 * happened.
	 */
	static List<Entry> readAll(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			List<Entry> entries = new ArrayList<>();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				for (String line : Files.readAllLines(file)) {
					// The last line may be cut off
					if (line.endsWith(END)) {
						String[] parts = line.substring(0, line.length() - END.length()).split("\\|", -1);
						entries.add(new Entry(Long.parseLong(parts[0]), file.getFileName().toString(),
								Fact.valueOf(parts[1]), List.of(parts).subList(2, parts.length)));
					}
				}
			}
			entries.sort(Comparator.comparingLong(Entry::nanos));
			return entries;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What can be written down, with its values.
	 */
	enum Fact {

		/**
		 * A host goes by an id from here on: id, nanos when it last had its lease before.
		 */
		HOST,

		/** A body began: run, instance, activation and attempt, step. */
		BEGAN,

		/** A body ended: run, how. */
		ENDED,

		/** A start was acknowledged: instance, definition. */
		STARTED,

		/** An event was acknowledged: its number, id, nanos before it was published. */
		PUBLISHED,

		/** A termination is about to be asked for: instance. */
		TERMINATING,

		/** A control call was acknowledged: command, instance, answer. */
		CONTROLLED,

		/** The end of an activity was acknowledged: instance, result, answer. */
		ACTIVITY,

		/** A listener was told of an instance: instance, what, pointer or nothing. */
		TOLD,

		/** A process was killed: process, nanos before. */
		KILLED,

		/** A process was stopped until now: process, nanos before. */
		STOPPED

	}

	/**
	 * A line of a ledger.
	 *
	 * @param nanos when
	 * @param process who has written it
	 * @param fact what has happened
	 * @param values of the fact
	 */
	record Entry(long nanos, String process, Fact fact, List<String> values) {

		String value(int index) {
			return this.values.get(index);
		}

	}

}
