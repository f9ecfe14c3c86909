package io.wfe.reliability;

import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Listens to the leak detection of HikariCP, which logs each connection that was not
 * given back for long, and once more if it was given back in the end.
 */
final class LeakDetection implements AutoCloseable {

	/**
	 * The shortest that HikariCP knows.
	 */
	static final Duration THRESHOLD = Duration.ofSeconds(2);

	private final Logger logger = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari.pool.ProxyLeakTask");

	private final @Nullable Level level = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private LeakDetection() {
		this.appender.start();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	static LeakDetection start() {
		return new LeakDetection();
	}

	/**
	 * Returns the messages of connections that were not given back.
	 */
	List<String> leaked() {
		List<String> messages = List.copyOf(this.appender.list)
			.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
		List<String> returned = messages.stream().filter((message) -> message.contains("unleaked")).toList();
		return messages.stream()
			.filter((message) -> message.contains("leak detection triggered"))
			.filter((message) -> returned.stream().noneMatch((other) -> other.contains(connection(message))))
			.toList();
	}

	/**
	 * "Connection leak detection triggered for org.postgresql.jdbc.PgConnection@1f2 on
	 * thread ..."
	 */
	private static String connection(String message) {
		String start = message.substring(message.indexOf(" for ") + " for ".length());
		return start.substring(0, start.indexOf(" on thread ") + " on thread ".length());
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(this.level);
	}

}
