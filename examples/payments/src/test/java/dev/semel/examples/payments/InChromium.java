/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page as a person uses it, in a Chromium that the machine has: {@code ./semel test --browser}. Pictures of it are
 * left in {@code target/browser}.
 */
class InChromium {
    private static final Path PICTURES = Path.of("target", "browser");
    /** Chromium itself notes each answer with an error status; the page expects those of payments. */
    private static final String EXPECTED_NOTE = "Failed to load resource: the server responded with a status of";

    @TempDir
    private static Path folder;

    private static int port;
    private static int providerPort;
    private static DemoProcess demo;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private Page page;
    private int chargesBefore;

    @BeforeAll
    static void start() throws IOException {
        String chromium = System.getenv().getOrDefault("SEMEL_CHROMIUM", "");
        assertThat(Files.isExecutable(Path.of(chromium)))
                .as("SEMEL_CHROMIUM must name the program of a Chromium, not \"%s\"", chromium)
                .isTrue();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setArgs(List.of("--no-sandbox")));
        port = DemoProcess.freePort();
        providerPort = DemoProcess.freePort();
        demo = DemoProcess.start(
                "demo",
                "--port",
                String.valueOf(port),
                "--provider-port",
                String.valueOf(providerPort),
                "--data",
                folder.resolve("data").toString());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (demo != null) {
            demo.stop();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        Shop.faults(providerPort, "{}");
        chargesBefore = charges();
        page = newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
    }

    private Page newPage(Browser.NewPageOptions options) {
        Page opened = browser.newPage(options);
        opened.onPageError(complaints::add);
        opened.onConsoleMessage(message -> {
            boolean expected = message.text().startsWith(EXPECTED_NOTE)
                    && message.location().startsWith("http://localhost:" + port + "/payments");
            if (!expected && !message.type().equals("log")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        opened.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:" + port + "/")) {
                complaints.add("asked for " + request.url());
            }
        });
        opened.navigate("http://localhost:" + port + "/");
        assertThat(opened.locator("#pay")).isEnabled();
        return opened;
    }

    @AfterEach
    void nothingToComplainOf() {
        page.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void tenQuickClicksMakeOneCharge() {
        for (int i = 0; i < 5; i++) {
            page.locator("#pay").dblclick();
        }
        assertThat(page.locator("#requests .request")).hasCount(10);
        assertThat(page.locator(".request.pending")).hasCount(0);
        page.locator("#pay").click();

        assertThat(badge()).hasText("replayed");
        assertThat(page.locator("#sent")).hasText("11");
        assertThat(page.locator("#charged")).hasText("1");
        assertThat(page.locator("#verdict")).hasText("Charged once.");
        assertThat(page.locator(".badge[data-outcome=executed]")).hasCount(1);
        assertThat(charges() - chargesBefore).isEqualTo(1);
        picture("clicked");
    }

    @Test
    void tenAtOnceMakeOneChargePerKey() {
        page.locator("#pay-ten").click();
        assertThat(page.locator("#sent")).hasText("10");
        assertThat(page.locator(".request.pending")).hasCount(0);
        page.locator("#new-payment").click();
        page.locator("#pay-ten").click();
        assertThat(page.locator(".request.pending")).hasCount(0);

        assertThat(page.locator(".badge[data-outcome=executed]")).hasCount(2);
        assertThat(charges() - chargesBefore).isEqualTo(2);
    }

    @Test
    void anotherAmountUnderTheSameKeyIsShownAsAMismatch() {
        page.locator("#pay").click();
        assertThat(badge()).hasText("executed");
        page.locator("#pay-other").click();

        assertThat(badge()).hasText("mismatch");
        assertThat(page.locator("#requests .detail").first()).not().isEmpty();
        assertThat(page.locator("#charged")).hasText("1");
        picture("mismatch");
    }

    @Test
    void aLostAnswerIsUnknownAndTheRetryChargesNoSecondTime() {
        turnOn("lose");
        page.locator("#pay").click();
        assertThat(badge()).hasText("unknown");
        assertThat(page.locator("#charged")).hasText("1");
        assertThat(page.locator("#lose")).not().isChecked();
        page.locator("#pay").click();

        assertThat(badge()).hasText("executed");
        assertThat(charges() - chargesBefore).isEqualTo(1);
        picture("lost");
    }

    @Test
    void aSlowAnswerKeepsDuplicatesOut() {
        turnOn("delay");
        page.locator("#pay").click();
        assertThat(page.locator("#charged")).hasText("1");
        page.locator("#pay").click();
        assertThat(badge()).hasText("in progress");
        picture("slow");
        assertThat(page.locator(".badge[data-outcome=executed]")).hasCount(1);
        page.locator("#pay").click();

        assertThat(badge()).hasText("replayed");
        assertThat(charges() - chargesBefore).isEqualTo(1);
    }

    @Test
    void anUnavailableProviderChargesNothing() {
        turnOn("unavailable");
        page.locator("#pay").click();
        assertThat(badge()).hasText("unavailable");
        assertThat(page.locator("#verdict")).containsText("Not charged yet.");
        page.locator("#pay").click();

        assertThat(badge()).hasText("executed");
        assertThat(charges() - chargesBefore).isEqualTo(1);
    }

    @Test
    void fitsASmallScreenInTheDark() {
        page.close();
        page = newPage(new Browser.NewPageOptions().setViewportSize(360, 740).setColorScheme(ColorScheme.DARK));
        page.locator("#pay-ten").click();
        assertThat(page.locator(".request.pending")).hasCount(0);

        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        picture("small");
    }

    private Locator badge() {
        return page.locator("#requests .badge").first();
    }

    /** The checkbox itself is drawn over by its label. */
    private void turnOn(String fault) {
        page.waitForResponse(
                response -> response.url().endsWith("/faults")
                        && response.request().method().equals("PUT"),
                () -> page.locator("label:has(#" + fault + ")").click());
        assertThat(page.locator("#" + fault)).isChecked();
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    private static int charges() {
        return Shop.get(providerPort, "/charges").size();
    }
}
