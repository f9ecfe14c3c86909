package io.wfe.postgres.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Everything that anybody logs, at all levels, by Logback and by
 * {@code java.util.logging}, until it is closed. Nothing goes to the console meanwhile.
 */
final class CapturedLogs implements AutoCloseable {

	private final List<Line> lines = Collections.synchronizedList(new ArrayList<>());

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final Map<Logger, Level> levels = new LinkedHashMap<>();

	private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();

	private final Appender<ILoggingEvent> appender = new Recorder();

	private final java.util.logging.Logger javaRoot = java.util.logging.Logger.getLogger("");

	private final java.util.logging.Level javaLevel = this.javaRoot.getLevel();

	private final Handler[] javaHandlers = this.javaRoot.getHandlers();

	private final Handler javaHandler = new JavaRecorder();

	CapturedLogs() {
		Logger root = this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		this.context.getLoggerList()
			.stream()
			.filter((logger) -> logger.getLevel() != null)
			.forEach((logger) -> this.levels.put(logger, logger.getLevel()));
		this.levels.keySet().stream().filter((logger) -> logger != root).forEach((logger) -> logger.setLevel(null));
		for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext();) {
			this.appenders.add(all.next());
		}
		this.appenders.forEach(root::detachAppender);
		this.appender.setContext(this.context);
		this.appender.start();
		root.addAppender(this.appender);
		root.setLevel(Level.TRACE);
		for (Handler handler : this.javaHandlers) {
			this.javaRoot.removeHandler(handler);
		}
		this.javaRoot.addHandler(this.javaHandler);
		this.javaRoot.setLevel(java.util.logging.Level.ALL);
	}

	/**
	 * Returns the lines that were logged by loggers with such a name.
	 */
	List<Line> by(Predicate<String> logger) {
		synchronized (this.lines) {
			return this.lines.stream().filter((line) -> logger.test(line.logger())).toList();
		}
	}

	@Override
	public void close() {
		Logger root = this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		root.detachAppender(this.appender);
		this.appenders.forEach(root::addAppender);
		this.levels.forEach(Logger::setLevel);
		this.javaRoot.removeHandler(this.javaHandler);
		for (Handler handler : this.javaHandlers) {
			this.javaRoot.addHandler(handler);
		}
		this.javaRoot.setLevel(this.javaLevel);
	}

	/**
	 * What was logged at once: the message, and the stack traces of the exception with
	 * all causes and suppressed ones.
	 */
	record Line(String logger, String level, String text) {
	}

	private final class Recorder extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			String trace = (event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy())
					: "";
			CapturedLogs.this.lines.add(new Line(event.getLoggerName(), event.getLevel().toString(),
					event.getFormattedMessage() + "\n" + trace + event.getMDCPropertyMap()));
		}

	}

	private final class JavaRecorder extends Handler {

		private final SimpleFormatter formatter = new SimpleFormatter();

		@Override
		public void publish(LogRecord logRecord) {
			CapturedLogs.this.lines.add(new Line(String.valueOf(logRecord.getLoggerName()),
					logRecord.getLevel().toString(), this.formatter.format(logRecord)));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
