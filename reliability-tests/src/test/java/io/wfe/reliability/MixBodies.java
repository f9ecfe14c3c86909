package io.wfe.reliability;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.wfe.engine.ExecutionResult;
import io.wfe.engine.StepBody;
import io.wfe.engine.StepContext;
import io.wfe.postgres.JavaProcess;
import io.wfe.reliability.EffectLedger.Fact;

/**
 * The bodies of the steps of a {@link Mix}. Each writes down that it began and how it
 * ended. What is stored names the run whose result it is.
 */
final class MixBodies {

	private final Store store;

	private final EffectLedger ledger;

	private final Path hung;

	private final Random random = new Random();

	private final AtomicLong runs = new AtomicLong();

	/**
	 * Makes bodies.
	 * @param store where transactional steps have their effects
	 * @param ledger the ledger
	 * @param hung an existing directory for the names of instances that have hung
	 */
	MixBodies(Store store, EffectLedger ledger, Path hung) {
		this.store = store;
		this.ledger = ledger;
		this.hung = hung;
	}

	StepBody<Notes> work(String name) {
		return (step) -> run(step, name, (run) -> pause());
	}

	/**
	 * Fails when it runs first.
	 */
	StepBody<Notes> flaky(String name) {
		return (step) -> run(step, name, (run) -> {
			pause();
			if (step.attempt() == 1) {
				throw new IllegalStateException("On purpose");
			}
		});
	}

	StepBody<Notes> failing(String name) {
		return (step) -> run(step, name, (run) -> {
			pause();
			throw new IllegalStateException("On purpose");
		});
	}

	StepBody<Notes> transactional(String name) {
		return (step) -> run(step, name, (run) -> {
			this.store.effect(step.workflow().id(), name + "#" + run);
			pause();
		});
	}

	/**
	 * Hangs when it runs first, until it is interrupted. Then it goes on as if nothing
	 * had happened, and what it returns must not count.
	 */
	StepBody<Notes> hanging(String name) {
		return (step) -> run(step, name, (run) -> {
			if (isFirst(step.workflow().id())) {
				JavaProcess.print("HANGS " + step.workflow().id());
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					JavaProcess.print("CANCELLED " + step.workflow().id() + " " + step.isCancellationRequested());
				}
			}
		});
	}

	private boolean isFirst(String id) throws IOException {
		try {
			Files.createFile(this.hung.resolve(id));
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

	private ExecutionResult run(StepContext<Notes> step, String name, Effect effect) throws Exception {
		String run = this.ledger.process() + "." + this.runs.incrementAndGet();
		this.ledger.note(Fact.BEGAN, run, step.workflow().id(), step.idempotencyKey() + "/" + step.attempt(), name);
		String how = "failed";
		try {
			effect.of(run);
			how = "done";
		}
		catch (InterruptedException ex) {
			how = "interrupted";
			throw ex;
		}
		finally {
			this.ledger.note(Fact.ENDED, run, how);
		}
		step.data().add(name + "#" + run);
		return ExecutionResult.next();
	}

	/**
	 * Most take a moment, some take long.
	 */
	private void pause() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep((this.random.nextInt(6) == 0) ? 200 : this.random.nextInt(15));
	}

	/**
	 * What a body does.
	 */
	private interface Effect {

		void of(String run) throws Exception;

	}

}
