package io.wfe.core.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BackgroundLoop}.
 */
@Timeout(60)
class BackgroundLoopTests {

	private static final Duration LONG = Duration.ofDays(1);

	private static final Duration SHORT = Duration.ofMillis(1);

	private final Semaphore rounds = new Semaphore(0);

	private final List<String> news = new CopyOnWriteArrayList<>();

	private BackgroundLoop loop = onDemand((stopping) -> this.rounds.release());

	@AfterEach
	void stop() {
		assertThat(this.loop.stopNow(Duration.ofSeconds(30))).isTrue();
	}

	@Test
	void worksAgainAndAgainOnOneDaemonThread() throws InterruptedException {
		List<Thread> threads = new CopyOnWriteArrayList<>();
		this.loop = every(SHORT, (stopping) -> {
			threads.add(Thread.currentThread());
			this.rounds.release();
		});
		assertThat(this.loop.isRunning()).isFalse();
		this.loop.start();
		this.loop.start();
		assertThat(this.loop.isRunning()).isTrue();
		this.rounds.acquire(3);
		assertThat(threads.stream().distinct()).singleElement().satisfies((thread) -> {
			assertThat(thread.getName()).isEqualTo("loop");
			assertThat(thread.isDaemon()).isTrue();
		});
	}

	@Test
	void whenIntervalIsNotOverThenWakingBeginsRound() throws InterruptedException {
		this.loop = every(LONG, (stopping) -> this.rounds.release());
		this.loop.start();
		this.loop.wake();
		this.rounds.acquire();
		this.loop.wake();
		this.rounds.acquire();
	}

	@Test
	void whenWokenDuringRoundThenAnotherFollows() throws InterruptedException {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.loop = onDemand((stopping) -> {
			began.countDown();
			goOn.await();
			this.rounds.release();
		});
		this.loop.start();
		this.loop.wake();
		began.await();
		this.loop.wake();
		goOn.countDown();
		this.rounds.acquire(2);
	}

	@Test
	void onDemandWorksOnlyWhenWoken() throws InterruptedException {
		this.loop.wake();
		this.loop.start();
		assertThat(this.rounds.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
		this.loop.wake();
		this.rounds.acquire();
		assertThat(this.rounds.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
	}

	@Test
	void stopLetsCurrentRoundFinishAndTellsItToEndEarly() throws InterruptedException {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch stopped = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		AtomicBoolean toldToStop = new AtomicBoolean();
		this.loop = onDemand((stopping) -> {
			began.countDown();
			goOn.await();
			toldToStop.set(stopping.getAsBoolean());
		});
		this.loop.start();
		this.loop.wake();
		began.await();
		this.loop.stop(stopped::countDown);
		assertThat(this.loop.isRunning()).isFalse();
		assertThat(stopped.getCount()).isOne();
		goOn.countDown();
		stopped.await();
		assertThat(toldToStop).isTrue();
	}

	@Test
	void stopNowInterruptsRoundAndSaysNothingOfItsFailure() throws InterruptedException {
		CountDownLatch began = new CountDownLatch(1);
		this.loop = onDemand((stopping) -> {
			began.countDown();
			new CountDownLatch(1).await();
		});
		this.loop.start();
		this.loop.wake();
		began.await();
		assertThat(this.loop.stopNow(Duration.ofSeconds(30))).isTrue();
		assertThat(this.news).containsExactly("again InterruptedException");
	}

	@Test
	void waitForRoundThatDoesNotEndIsBounded() throws InterruptedException {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.loop = onDemand((stopping) -> {
			began.countDown();
			awaitWhateverHappens(goOn);
			this.rounds.release();
		});
		this.loop.start();
		this.loop.wake();
		began.await();
		assertThat(this.loop.stopNow(Duration.ofMillis(10))).isFalse();
		goOn.countDown();
		this.rounds.acquire();
	}

	@Test
	void workMayStopItsOwnLoop() throws InterruptedException {
		AtomicBoolean ended = new AtomicBoolean(true);
		CountDownLatch done = new CountDownLatch(1);
		this.loop = onDemand((stopping) -> {
			ended.set(this.loop.stopNow(Duration.ofSeconds(30)));
			done.countDown();
		});
		this.loop.start();
		this.loop.wake();
		done.await();
		assertThat(ended).isFalse();
		assertThat(this.loop.isRunning()).isFalse();
	}

	@Test
	void whenNotRunningThenStopCallsBackAtOnce() {
		AtomicBoolean stopped = new AtomicBoolean();
		this.loop.stop(() -> stopped.set(true));
		assertThat(stopped).isTrue();
		assertThat(this.loop.stopNow(Duration.ZERO)).isTrue();
	}

	@Test
	void mayBeStartedAgain() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			this.loop.start();
			this.loop.wake();
			this.rounds.acquire();
			assertThat(this.loop.stopNow(Duration.ofSeconds(30))).isTrue();
		}
	}

	@Test
	void failuresDoNotEndLoopAndAreToldApart() throws InterruptedException {
		AtomicInteger round = new AtomicInteger();
		this.loop = onDemand((stopping) -> {
			try {
				switch (round.incrementAndGet()) {
					case 1, 4 -> throw new IllegalStateException("broken");
					case 2 -> throw new AssertionError("broken");
					default -> {
					}
				}
			}
			finally {
				this.rounds.release();
			}
		});
		this.loop.start();
		for (int i = 0; i < 5; i++) {
			this.loop.wake();
			this.rounds.acquire();
		}
		assertThat(this.loop.stopNow(Duration.ofSeconds(30))).isTrue();
		assertThat(this.news).containsExactly("first IllegalStateException", "again AssertionError", "recovered",
				"first IllegalStateException", "recovered");
	}

	@Test
	void whenWorkInterruptsItsThreadThenLoopGoesOn() throws InterruptedException {
		this.loop = every(SHORT, (stopping) -> {
			this.rounds.release();
			Thread.currentThread().interrupt();
		});
		this.loop.start();
		this.rounds.acquire(3);
	}

	@Test
	void whenFailureCannotBeReportedThenThatIsLoggedAndLoopGoesOn() throws InterruptedException {
		Logger logger = (Logger) LoggerFactory.getLogger(BackgroundLoop.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		try {
			this.loop = BackgroundLoop.every(SHORT, "loop", (stopping) -> {
				this.rounds.release();
				throw new IllegalStateException("broken");
			}, (failure, first) -> {
				throw new IllegalStateException("cannot report");
			});
			this.loop.start();
			this.rounds.acquire(3);
			assertThat(this.loop.stopNow(Duration.ofSeconds(30))).isTrue();
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).hasSizeGreaterThanOrEqualTo(2).allSatisfy((event) -> {
			assertThat(event.getFormattedMessage()).contains("the thread loop");
			assertThat(event.getThrowableProxy().getMessage()).isEqualTo("cannot report");
		});
	}

	@Test
	void roundsMaySayWhenTheNextOneIs() throws InterruptedException {
		this.loop = BackgroundLoop.paced(Duration.ofDays(1), "loop", (stopping) -> {
			this.rounds.release();
			return SHORT;
		}, new News());
		this.loop.start();
		this.loop.wake();
		this.rounds.acquire(3);
	}

	@Test
	void threadDoesNotInheritWhatItsStarterKeepsForItsThreads() throws InterruptedException {
		InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
		List<String> seen = new CopyOnWriteArrayList<>();
		this.loop = onDemand((stopping) -> {
			seen.add(String.valueOf(tenant.get()));
			this.rounds.release();
		});
		tenant.set("one");
		this.loop.start();
		this.loop.wake();
		this.rounds.acquire();
		tenant.remove();
		assertThat(seen).containsExactly("null");
	}

	@Test
	void intervalIsLongerThanZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> every(Duration.ZERO, (stopping) -> {
		})).withMessageContaining("interval");
	}

	private static void awaitWhateverHappens(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// As a driver that waits for an answer of the server
			}
		}
	}

	private BackgroundLoop every(Duration interval, BackgroundLoop.Work work) {
		return BackgroundLoop.every(interval, "loop", work, new News());
	}

	private BackgroundLoop onDemand(BackgroundLoop.Work work) {
		return BackgroundLoop.onDemand("loop", work, new News());
	}

	private final class News implements BackgroundLoop.Failures {

		@Override
		public void failed(Throwable failure, boolean first) {
			BackgroundLoopTests.this.news.add((first ? "first " : "again ") + failure.getClass().getSimpleName());
		}

		@Override
		public void recovered() {
			BackgroundLoopTests.this.news.add("recovered");
		}

	}

}
