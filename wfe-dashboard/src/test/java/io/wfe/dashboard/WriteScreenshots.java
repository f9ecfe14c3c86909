package io.wfe.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.OutputType;

/**
 * Makes the screenshots of the README, see {@code .ci/screenshots}. No test: it is not
 * run with the others.
 */
@ExtendWith(Browser.IsThere.class)
class WriteScreenshots extends OnServer {

	private static final Path DIRECTORY = Path.of(System.getProperty("wfe.screenshots", "../docs/images"));

	@Test
	void write() throws IOException {
		this.store.truncateAll();
		for (int i = 1; i <= 24; i++) {
			waitingOrder("order-" + i);
			if (i > 6) {
				this.host.publishEvent("parcel-scanned", "order-" + i, "Berlin");
			}
		}
		failedPayout("payout-1");
		String order = waitingOrder("order-25");
		Files.createDirectories(DIRECTORY);
		try (Browser browser = new Browser(this.port)) {
			browser.size(1120, 900).colors("light").open("/wfe").awaitText("[data-live=count-COMPLETE]", "18");
			shoot(browser, "dashboard-overview.png");
			browser.size(1120, 1100).open(workflow(order));
			shoot(browser, "dashboard-workflow.png");
			if (Boolean.getBoolean("wfe.screenshots.all")) {
				browser.colors("dark");
				shoot(browser, "dashboard-dark.png");
				browser.size(360, 1600).open(workflow(order));
				shoot(browser, "dashboard-phone.png");
				browser.size(1120, 1800).colors("light").open("/wfe/workflows");
				shoot(browser, "dashboard-list.png");
				browser.open("/wfe/definition?id=order-fulfilment&version=1");
				shoot(browser, "dashboard-definition.png");
				browser.size(1120, 800).open(workflow(order)).button("Publish an event").click();
				shoot(browser, "dashboard-dialog.png");
			}
		}
	}

	private static void shoot(Browser browser, String name) throws IOException {
		Files.write(DIRECTORY.resolve(name), browser.driver().getScreenshotAs(OutputType.BYTES));
	}

}
