package io.wfe.dashboard;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A headless Chromium as Debian packages it.
 */
public final class Browser implements AutoCloseable {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final ChromeDriver driver;

	private final String base;

	/**
	 * Starts a browser.
	 * @param port the port of the server on this host
	 */
	public Browser(int port) {
		this.base = "http://localhost:" + port;
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromiumFile().orElseThrow().toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync",
				"--hide-scrollbars", "--force-device-scale-factor=1", "--window-size=1280,900", "--lang=en");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(driverFile().orElseThrow().toFile())
			.usingAnyFreePort()
			.build();
		this.driver = new ChromeDriver(service, options);
		this.driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
	}

	private static Optional<Path> chromiumFile() {
		return first("/usr/bin/chromium", "/usr/bin/chromium-browser");
	}

	private static Optional<Path> driverFile() {
		return first("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
	}

	private static Optional<Path> first(String... paths) {
		return Stream.of(paths).map(Path::of).filter(Files::isExecutable).findFirst();
	}

	public ChromeDriver driver() {
		return this.driver;
	}

	public Browser open(String path) {
		this.driver.get(this.base + path);
		return this;
	}

	public WebElement find(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	public List<WebElement> all(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	public WebElement button(String text) {
		return this.driver.findElements(By.tagName("button"))
			.stream()
			.filter((button) -> button.isDisplayed() && button.getText().equals(text))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No button " + text));
	}

	/**
	 * Opens the dialog of an action and confirms it.
	 */
	public void confirm(String action) {
		button(action).click();
		find("dialog[open] button[type=submit]").click();
		awaitText("[role=status].notice", "");
	}

	public void awaitText(String css, String text) {
		await().atMost(Duration.ofSeconds(30))
			.ignoreExceptions()
			.until(() -> all(css).stream().anyMatch((element) -> element.getText().contains(text)));
	}

	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	void tabTo(String css) {
		for (int i = 0; i < 60; i++) {
			if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError(css + " is not reached by the keyboard");
	}

	public @Nullable Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	public Browser size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
		return this;
	}

	Browser colors(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		return this;
	}

	/**
	 * Returns what the browser has complained of since it was last asked.
	 */
	public List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Returns the addresses of requests to other hosts since it was last asked.
	 */
	public List<String> requestsToOthers() {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map((entry) -> mapper.readTree(entry.getMessage()).path("message"))
			.filter((message) -> message.path("method").asString("").equals("Network.requestWillBeSent"))
			.map((message) -> address(message))
			.filter((address) -> !address.startsWith(this.base + "/") && !address.startsWith("data:"))
			.toList();
	}

	private static String address(JsonNode message) {
		return message.at("/params/request/url").asString("");
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	/**
	 * Skips tests where there is no Chromium.
	 */
	public static final class IsThere implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return (chromiumFile().isPresent() && driverFile().isPresent())
					? ConditionEvaluationResult.enabled("Chromium is there") : ConditionEvaluationResult.disabled(
							"Skipped, because there is no Chromium: " + "apt-get install chromium chromium-driver");
		}

	}

}
