package dev.kiln.streams.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpFrontTest {

  private static final List<Route> ROUTES =
      List.of(
          Route.get("/", Access.USE, query -> Reply.text(200, "page")),
          Route.get("/open", Access.OPEN, query -> Reply.text(200, "open")),
          Route.get("/look", Access.LOOK, query -> Reply.text(200, "look")),
          Route.get("/things/", Access.USE, query -> Reply.text(200, "thing " + query.rest())),
          Route.get(
              "/flow",
              Access.USE,
              query ->
                  new Reply.Flow(
                      Map.of(), out -> out.write("flowed".getBytes(StandardCharsets.UTF_8)))),
          Route.post("/act", Access.USE, query -> Reply.text(202, "took " + query.body().length)));

  @Test
  void whatIsThereIsAnsweredAndNothingElse() throws IOException {
    try (HttpFront front = start(null)) {
      Visitor visitor = new Visitor(front.port());

      assertThat(visitor.get("/").body()).isEqualTo("page\n");
      assertThat(visitor.get("/things/3-7").body()).isEqualTo("thing 3-7\n");
      assertThat(visitor.get("/flow").body()).contains("flowed");
      assertThat(visitor.post("/act", "{}").status()).isEqualTo(202);
      assertThat(visitor.get("/act").status()).isEqualTo(405);
      assertThat(visitor.ask("DELETE", "/", "").status()).isEqualTo(405);
      assertThat(visitor.get("/nowhere").status()).isEqualTo(404);
      assertThat(visitor.ask("HEAD", "/", "").body()).isEmpty();
      assertThat(visitor.get("/").header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(front.link()).hasToString("http://localhost:" + front.port() + "/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/things",
        "/things/",
        "/open/",
        "/.",
        "/index.html%00.png"
      })
  void aPathIsLookedUpAsItStandsThere(String path) throws IOException {
    try (HttpFront front = start(null)) {
      assertThat(new Visitor(front.port()).get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void aBodyHasItsLimit() throws IOException {
    try (HttpFront front = start(null)) {
      Visitor visitor = new Visitor(front.port());

      assertThat(visitor.post("/act", "x".repeat(HttpFront.MAX_BODY)).body())
          .isEqualTo("took 65536\n");
      assertThat(visitor.post("/act", "x".repeat(HttpFront.MAX_BODY + 1)).status()).isEqualTo(413);
    }
  }

  @Test
  void anotherSitesPageGetsNothing() throws IOException {
    try (HttpFront front = start(null)) {
      Visitor visitor = new Visitor(front.port());
      String own = "Origin: http://localhost:" + front.port();

      assertThat(visitor.post("/act", "{}", own).status()).isEqualTo(202);
      assertThat(visitor.post("/act", "{}", "Origin: https://evil.example").status())
          .isEqualTo(403);
      assertThat(visitor.post("/act", "{}", "Origin: null").status()).isEqualTo(403);
      assertThat(visitor.get("/flow", "Sec-Fetch-Site: cross-site").status()).isEqualTo(403);
      assertThat(visitor.get("/flow", "Sec-Fetch-Site: same-site").status())
          .as("another port of this machine")
          .isEqualTo(403);
      assertThat(
              visitor.get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate").status())
          .as("a link to the page")
          .isEqualTo(200);
    }
  }

  @Test
  void aNameThatSomebodyPointedHereIsNotServed() throws IOException {
    try (HttpFront front = start(null)) {
      Visitor visitor = new Visitor(front.port());

      assertThat(visitor.get("/look", "Host: evil.example:" + front.port()).status())
          .isEqualTo(421);
      assertThat(visitor.get("/look", "Host: 127.0.0.1:" + front.port()).status()).isEqualTo(200);
    }
  }

  @Test
  void withATokenOneHasToKnowIt() throws IOException {
    try (HttpFront front = start("s3cret-enough")) {
      Visitor visitor = new Visitor(front.port());

      assertThat(visitor.get("/").status()).isEqualTo(401);
      assertThat(visitor.get("/look").status()).isEqualTo(401);
      assertThat(visitor.get("/open").status()).isEqualTo(200);
      assertThat(visitor.get("/?token=wrong").status()).isEqualTo(401);
      assertThat(visitor.get("/look", "Authorization: Bearer wrong").status()).isEqualTo(401);
      assertThat(visitor.get("/look", "Authorization: Bearer s3cret-enough").status())
          .isEqualTo(200);

      Visitor.Answer login = visitor.get("/?token=s3cret-enough");
      assertThat(login.status()).isEqualTo(303);
      assertThat(login.header("Location")).isEqualTo("/");
      String cookie = String.valueOf(login.header("Set-Cookie"));
      assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
      assertThat(visitor.get("/", "Cookie: other=1; " + cookie.split(";", -1)[0]).status())
          .isEqualTo(200);
      assertThat(visitor.get("/", "Cookie: kiln-" + front.port() + "=wrong").status())
          .isEqualTo(401);
      assertThat(front.link())
          .hasToString("http://localhost:" + front.port() + "/?token=s3cret-enough");
    }
  }

  @Test
  void beyondThisMachineThePageNeedsATokenAndTheMetersDoNot() throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    try (HttpFront front = HttpFront.start(new HttpSettings(everywhere, 0, false, null), ROUTES)) {
      Visitor visitor = new Visitor(front.port());

      assertThat(visitor.get("/").status()).isEqualTo(403);
      assertThat(visitor.get("/").body()).contains("kiln.http.token");
      assertThat(visitor.get("/look", "Host: 10.1.2.3:8080").status()).isEqualTo(200);
      assertThat(visitor.get("/open").status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamedOrAnotherTaken() throws IOException {
    try (HttpFront first = start(null)) {
      InetAddress host = InetAddress.getLoopbackAddress();
      assertThatThrownBy(
              () -> HttpFront.start(new HttpSettings(host, first.port(), false, null), ROUTES))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Port " + first.port())
          .hasMessageContaining("kiln.http.port");
      try (HttpFront second =
          HttpFront.start(new HttpSettings(host, first.port(), true, null), ROUTES)) {
        assertThat(second.port()).isNotEqualTo(first.port());
      }
    }
  }

  private static HttpFront start(@Nullable String token) throws IOException {
    return HttpFront.start(
        new HttpSettings(InetAddress.getLoopbackAddress(), 0, false, token), ROUTES);
  }
}
