package io.wfe.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What hosts and their stores log from INFO on, instead of the console.
 */
final class HostLog implements AutoCloseable {

	private static final String DOWN = "The host cannot reach its store";

	private static final String UP = "The host has reached its store again";

	private static final String LEASE_LOST = "could not renew its lease in time";

	private static final List<String> USUAL = List.of("The workflow host ", "Creating or upgrading the tables");

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.wfe");

	private final @Nullable Level level = this.logger.getLevel();

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			HostLog.this.lines.add(event.getFormattedMessage());
		}
	};

	private HostLog() {
		this.appender.start();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	static HostLog start() {
		return new HostLog();
	}

	/**
	 * Returns how often a host has lost its store.
	 */
	long down() {
		return this.lines.stream().filter((line) -> line.startsWith(DOWN)).count();
	}

	/**
	 * Returns how often a host has found its store again.
	 */
	long up() {
		return this.lines.stream().filter((line) -> line.startsWith(UP)).count();
	}

	/**
	 * Returns how many hosts had lost their store after each line that says so or that
	 * one has it back. A host that logs its retries would count more than once.
	 */
	List<Integer> downAtOnce() {
		List<Integer> counts = new ArrayList<>();
		int down = 0;
		for (String line : this.lines) {
			if (line.startsWith(DOWN) || line.startsWith(UP)) {
				down += line.startsWith(DOWN) ? 1 : -1;
				counts.add(down);
			}
		}
		return counts;
	}

	/**
	 * Returns the ids of hosts that were too late to renew their lease, so that their
	 * steps may run again.
	 */
	Set<String> leasesLost() {
		return this.lines.stream()
			.filter((line) -> line.contains(LEASE_LOST))
			.map((line) -> line.substring("Host ".length(), line.indexOf(LEASE_LOST) - 1))
			.collect(Collectors.toSet());
	}

	/**
	 * Returns all other lines but those of starts and stops, and of new tables.
	 */
	List<String> others() {
		return this.lines.stream()
			.filter((line) -> !line.startsWith(DOWN) && !line.startsWith(UP) && !line.contains(LEASE_LOST)
					&& USUAL.stream().noneMatch(line::startsWith))
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
	}

}
