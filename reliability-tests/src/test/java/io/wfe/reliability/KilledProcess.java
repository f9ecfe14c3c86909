package io.wfe.reliability;

import java.io.IOException;
import java.util.Random;

import io.wfe.postgres.JavaProcess;

/**
 * The process that {@link KilledProcessTests} kills. Arguments: the URL of the database,
 * a name that is kept by its successor, the number of threads.
 */
final class KilledProcess {

	private KilledProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		Store store = Store.open(arguments[0], 5);
		store.create();
		for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
			String name = arguments[1] + i;
			Thread thread = new Thread(() -> run(store, name), name);
			thread.setDaemon(true);
			thread.start();
		}
		JavaProcess.readCommands((command) -> {
		});
	}

	/**
	 * Any failure but that of a handler ends the process, which fails the test.
	 */
	private static void run(Store store, String name) {
		try {
			Load load = new Load(store, name, (fact, id, value) -> JavaProcess.print(fact + "|" + id + "|" + value),
					new Random());
			load.takeOver();
			JavaProcess.print("READY");
			while (true) {
				try {
					load.step();
				}
				catch (Load.HandlerFailure ex) {
					// As it should
				}
			}
		}
		catch (RuntimeException | Error ex) {
			JavaProcess.print("FAILED " + ex);
			ex.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

}
