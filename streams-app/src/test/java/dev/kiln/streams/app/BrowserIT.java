package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The page in a real browser, with the generators that Kiln ships. With -Dkiln.docs.write=true, it
 * also takes the pictures of the documentation.
 */
@Timeout(240)
class BrowserIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final String ATTACK = "<img src=x onerror=\"document.title='attacked'\">";
  private static final List<String> PROMPTS =
      List.of("a small red circle", "a big blue square", "a green triangle left of a red cross");

  @TempDir private static Path directory;
  private static PageRig rig;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() throws Exception {
    String missing = Chromium.missing().orElse("");
    assumeTrue(missing.isEmpty(), missing);
    rig = new PageRig(Path.of("..", "models"), directory);
    browser = Chromium.start(directory.resolve("profile"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void peopleAskSeeReloadAndStillSee() throws IOException {
    open();
    watch();
    choose("shapes");
    setNumber("steps", 200);
    for (String prompt : PROMPTS) {
      ask(prompt);
    }
    seePrompts();
    seePreviewsThatSharpened();
    assertThat(browser.findElements(By.cssSelector(".tile img")))
        .allMatch(picture -> width(picture) > 0);

    browser.navigate().refresh();
    seePrompts();

    aFailureIsASentenceAndAStrangersMarkupIsText();
    anArrowGoesToTheNextAndEnterShowsWhereItCameFrom();
    assertThat(errors()).isEmpty();
    takePictures();
    if (Boolean.getBoolean("kiln.docs.write")) {
      takeAPictureOnTheWay();
    }
  }

  /** Writes down what is shown in the place of samples that are being made. */
  private static void watch() {
    until(() -> browser.findElement(By.id("watch")).isDisplayed());
    browser.executeScript(
        """
        window.previews = [];
        new MutationObserver((changes) => changes.forEach(({ target }) => window.previews.push({
          request: target.dataset.request,
          step: Number(target.dataset.step),
          picture: target.querySelector("img.preview").src,
        }))).observe(document.body, { subtree: true, attributeFilter: ["data-step"] });
        """);
  }

  private static void seePreviewsThatSharpened() throws IOException {
    Map<String, List<Map<?, ?>>> ofRequests =
        ((List<?>) browser.executeScript("return window.previews"))
            .stream()
                .map(preview -> (Map<?, ?>) preview)
                .collect(Collectors.groupingBy(preview -> String.valueOf(preview.get("request"))));
    assertThat(ofRequests).hasSize(PROMPTS.size());
    for (var previews : ofRequests.entrySet()) {
      assertThat(previews.getValue())
          .hasSizeGreaterThan(1)
          .extracting(preview -> (Long) preview.get("step"))
          .isSorted();
      JsonNode sample =
          rig.gallery().stream()
              .filter(shown -> shown.path("requestId").asText().equals(previews.getKey()))
              .findFirst()
              .orElseThrow();
      String made = "/api/pictures/" + sample.path("id").asText();
      BufferedImage finished = ImageIO.read(rig.link().resolve(made).toURL());
      int last = previews.getValue().size() - 1;
      assertThat(distance(finished, picture(previews.getValue().get(last))))
          .isLessThan(distance(finished, picture(previews.getValue().get(0))));
    }
  }

  private static BufferedImage picture(Map<?, ?> preview) throws IOException {
    return ImageIO.read(URI.create(String.valueOf(preview.get("picture"))).toURL());
  }

  /** How far two pictures of a size are apart, over all pixels and channels. */
  private static long distance(BufferedImage a, BufferedImage b) {
    long sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum;
  }

  private static void aFailureIsASentenceAndAStrangersMarkupIsText() {
    ask(ATTACK);
    until(() -> !browser.findElements(By.cssSelector("#failure-list li")).isEmpty());
    WebElement failure = browser.findElement(By.cssSelector("#failure-list li"));

    assertThat(failure.getText()).contains("BAD_CONDITION");
    assertThat(failure.findElements(By.tagName("img"))).isEmpty();
    rig.cluster()
        .send(
            PageRig.NAME,
            "stranger",
            "{\"generator\":\"digits-gan\",\"label\":7,\"requestId\":\"<b id='attack'>\"}");
    until(() -> tiles("digits-gan") == 1);
    assertThat(browser.findElements(By.id("attack"))).isEmpty();
    assertThat(browser.getTitle()).isEqualTo("Kiln");
  }

  private static void anArrowGoesToTheNextAndEnterShowsWhereItCameFrom() {
    List<WebElement> tiles = browser.findElements(By.cssSelector("#sections button.tile"));
    tiles.get(0).sendKeys(Keys.ARROW_RIGHT);
    WebElement focused = browser.switchTo().activeElement();
    assertThat(focused).isEqualTo(tiles.get(1));

    focused.sendKeys(Keys.ENTER);
    until(() -> browser.findElement(By.id("details")).isDisplayed());
    assertThat(browser.findElement(By.id("provenance")).getText())
        .contains("shapes 1", "Seed", "Network calls", PageRig.NAME + "-samples");
    browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
    until(() -> !browser.findElement(By.id("details")).isDisplayed());
  }

  private static void takePictures() throws IOException {
    choose("digits-ddpm");
    setCount(4);
    for (String digit : List.of("3", "7", "8")) {
      browser.findElement(By.xpath("//label[input[@value='" + digit + "']]")).click();
      browser.findElement(By.id("send")).click();
    }
    until(() -> tiles("digits-ddpm") == 12);
    browser.executeScript(
        "window.scrollTo(0, 0); document.querySelector('.ask').scrollTo(0, 0);"
            + "document.activeElement.blur()");
    until(
        () ->
            Boolean.TRUE.equals(
                browser.executeScript(
                    "return document.querySelector('#sections')"
                        + ".getAnimations({subtree: true}).length === 0")));
    picture("page-light");
    browser.findElement(By.id("theme")).click();
    assertThat(browser.executeScript("return getComputedStyle(document.body).colorScheme"))
        .isEqualTo("dark");
    browser.executeScript("document.activeElement.blur()");
    picture("page-dark");
  }

  /** Of samples that are made slowly, and so for the documentation alone. */
  private static void takeAPictureOnTheWay() throws IOException {
    browser.findElement(By.id("theme")).click();
    choose("shapes");
    setNumber("steps", 1000);
    for (String prompt : PROMPTS) {
      WebElement field = browser.findElement(By.id("prompt"));
      field.clear();
      field.sendKeys(prompt);
      setCount(4);
      browser.findElement(By.id("send")).click();
      until(
          () ->
              browser.findElements(By.xpath("//p[.='" + prompt + "']/../img[@class]")).stream()
                      .filter(picture -> width(picture) > 0)
                      .count()
                  >= 4);
    }
    browser.findElement(By.xpath("//div[@id='filters']/button[.='shapes']")).click();
    browser.executeScript("window.scrollTo(0, 0); document.activeElement.blur()");
    picture("page-previews");
  }

  private static void picture(String name) throws IOException {
    Path file =
        Boolean.getBoolean("kiln.docs.write")
            ? IMAGES.resolve(name + ".png")
            : directory.resolve(name + ".png");
    Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    assertThat(file).isNotEmptyFile();
  }

  private static void open() {
    browser.get(rig.link().toString());
    until(() -> browser.findElement(By.id("state")).getText().equals("serving"));
  }

  private static void choose(String generator) {
    browser
        .findElement(By.cssSelector("#generator option[value='%s']".formatted(generator)))
        .click();
  }

  private static void ask(String prompt) {
    WebElement field = browser.findElement(By.id("prompt"));
    field.clear();
    field.sendKeys(prompt);
    setCount(1);
    browser.findElement(By.id("send")).click();
    until(() -> browser.findElement(By.id("sent")).getText().startsWith("Sent as"));
  }

  private static void setCount(int samples) {
    setNumber("count", samples);
  }

  private static void setNumber(String field, int value) {
    WebElement number = browser.findElement(By.id(field));
    number.clear();
    number.sendKeys(Integer.toString(value));
  }

  private static void seePrompts() {
    for (String prompt : PROMPTS) {
      until(
          () ->
              browser
                      .findElements(By.cssSelector("button.tile img[alt='%s']".formatted(prompt)))
                      .size()
                  == 1);
    }
  }

  private static int tiles(String generator) {
    return browser
        .findElements(By.cssSelector("section[aria-label='%s'] button.tile".formatted(generator)))
        .size();
  }

  private static long width(WebElement picture) {
    Object width = browser.executeScript("return arguments[0].naturalWidth", picture);
    return width instanceof Long pixels ? pixels : 0;
  }

  private static List<String> errors() {
    return browser.manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).ignoreExceptions().until(condition);
  }
}
