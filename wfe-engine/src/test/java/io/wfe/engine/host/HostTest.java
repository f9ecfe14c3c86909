package io.wfe.engine.host;

import java.util.List;

import io.wfe.core.persistence.ExecutionRepository;
import io.wfe.core.persistence.PersistenceProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What tests of hosts have in common: one store for all tests of a class, and hosts that
 * are closed behind each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostTest {

	final StoreUnderTest storeUnderTest;

	final Hosts hosts;

	HostTest(StoreUnderTest storeUnderTest) {
		this.storeUnderTest = storeUnderTest;
		this.hosts = new Hosts(storeUnderTest.provider());
	}

	PersistenceProvider store() {
		return this.hosts.store();
	}

	ExecutionRepository execution() {
		return (ExecutionRepository) store();
	}

	/**
	 * Returns the ids of the hosts of a name that have a lease.
	 */
	List<String> hostIds(String hostName) {
		return execution().findHosts()
			.stream()
			.filter((host) -> host.name().equals(hostName))
			.map((host) -> host.id())
			.toList();
	}

	@AfterEach
	void closeHosts() {
		this.hosts.close();
	}

	@AfterAll
	void closeStore() {
		this.storeUnderTest.close();
	}

}
