package dev.kiln.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserTest {

  private static final URI LINK = URI.create("http://localhost:8080/?a=1&b=$(touch%20x)");

  @Test
  void withoutAScreenNothingIsOpened() {
    assertThat(new Browser("Linux", Map.of("DISPLAY", "")).command(LINK)).isEmpty();
    assertThatCode(() -> new Browser("Linux", Map.of()).open(LINK)).doesNotThrowAnyException();
  }

  @Test
  void everySystemIsAskedInItsOwnWay() {
    assertThat(new Browser("Mac OS X", Map.of()).command(LINK)).startsWith("open");
    assertThat(new Browser("Windows 11", Map.of()).command(LINK)).startsWith("rundll32");
    assertThat(new Browser("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")).command(LINK))
        .startsWith("sh", "-c");
  }

  /** The link is an argument of its own: no shell looks into it. */
  @Test
  void theLinkIsPassedAsItIs() {
    assertThat(new Browser("Linux", Map.of("DISPLAY", ":0")).command(LINK))
        .endsWith("sh", LINK.toString());
  }

  @Test
  void anOpenerThatIsNotThereIsNoError() {
    Browser browser = new Browser(List.of("kiln-has-no-such-program"));

    assertThatCode(() -> browser.open(LINK)).doesNotThrowAnyException();
  }
}
