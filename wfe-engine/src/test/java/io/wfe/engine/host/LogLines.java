package io.wfe.engine.host;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a class of the engine logs, from INFO on.
 */
final class LogLines implements AutoCloseable {

	private final Logger logger;

	private final @Nullable Level level;

	private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			LogLines.this.events.add(event);
		}
	};

	private LogLines(String className) {
		this.logger = (Logger) LoggerFactory.getLogger("io.wfe.engine.internal.runtime." + className);
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	/**
	 * Keeps what a class of a host logs from now on.
	 */
	static LogLines of(String className) {
		return new LogLines(className);
	}

	/**
	 * Returns the lines that hold a text, each with its level in front.
	 */
	List<String> with(String text) {
		return this.events.stream()
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.filter((line) -> line.contains(text))
			.toList();
	}

	/**
	 * Tells whether a stack that was logged has a method of a class.
	 */
	boolean showsStackOf(Class<?> type) {
		return this.events.stream()
			.filter((event) -> event.getThrowableProxy() != null)
			.flatMap((event) -> List.of(event.getThrowableProxy().getStackTraceElementProxyArray()).stream())
			.anyMatch((frame) -> frame.getStackTraceElement().getClassName().startsWith(type.getName()));
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(this.level);
	}

}
