package io.wfe.reliability;

import io.wfe.postgres.JavaProcess;

/**
 * The process that {@link UpgradeTests} kills while it migrates. Argument: the URL of the
 * database.
 */
final class MigratingProcess {

	private MigratingProcess() {
	}

	public static void main(String[] arguments) {
		try (Store store = Store.open(arguments[0], 1)) {
			store.provider().ensureStoreExists();
			JavaProcess.print("DONE");
		}
	}

}
