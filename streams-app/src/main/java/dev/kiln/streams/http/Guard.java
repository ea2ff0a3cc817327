package dev.kiln.streams.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who may ask. A browser can be made to send anything anywhere by any page that its user
 * looks at, also to a port that only this machine reaches; so a query must be for a name of this
 * machine (or somebody's own name could be pointed here), come from this server's own page, and
 * bring the token where there is one. Safe for many threads.
 */
final class Guard {

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";

  private final HttpSettings settings;
  private final int port;

  /**
   * @param port where it listens in the end
   */
  Guard(HttpSettings settings, int port) {
    this.settings = settings;
    this.port = port;
  }

  /** Why a query is not answered; empty where it is. */
  Optional<Reply> refusal(Route route, Query query) {
    if (settings.isLocal() && !LOCAL_NAMES.contains(host(query))) {
      return Optional.of(
          Reply.text(421, "This server is localhost to its visitors, and nothing else."));
    }
    if (route.access() == Access.USE && isForeign(query)) {
      return Optional.of(Reply.text(403, "Another site's page may not ask this server."));
    }
    if (route.access() == Access.OPEN) {
      return Optional.empty();
    }
    if (settings.token() == null) {
      return settings.isLocal() || route.access() == Access.LOOK
          ? Optional.empty()
          : Optional.of(
              Reply.text(
                  403,
                  "The page is only served beyond its own machine where it has a token; set"
                      + " kiln.http.token, or start with --auth."));
    }
    return isKnown(query) ? Optional.empty() : Optional.of(unknown());
  }

  private static Reply unknown() {
    return Reply.text(401, "A token is needed: open the link that Kiln printed when it started.")
        .with("WWW-Authenticate", "Bearer realm=\"kiln\"");
  }

  /**
   * The way in for people: a link with the token, which becomes a cookie that no script and no
   * other site gets to see.
   */
  Optional<Reply> login(Query query) {
    String given = query.parameter("token").orElse(null);
    if (settings.token() == null || given == null || !query.path().equals("/")) {
      return Optional.empty();
    }
    if (!same(given)) {
      return Optional.of(unknown());
    }
    return Optional.of(
        Reply.text(303, "Come in.")
            .with("Location", "/")
            .with("Set-Cookie", cookie() + "=" + given + "; Path=/; HttpOnly; SameSite=Strict"));
  }

  private boolean isKnown(Query query) {
    String authorization = query.header("Authorization").orElse("");
    return (authorization.startsWith(BEARER) && same(authorization.substring(BEARER.length())))
        || query.cookie(cookie()).filter(this::same).isPresent();
  }

  /** Cookies know no ports, and another Kiln may run beside this one. */
  private String cookie() {
    return "kiln-" + port;
  }

  private boolean same(String given) {
    return settings.token() != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8),
            settings.token().getBytes(StandardCharsets.UTF_8));
  }

  /** The name that was asked for, without the port. */
  private static String host(Query query) {
    String host = query.header("Host").orElse("").toLowerCase(Locale.ROOT);
    return host.replaceFirst(":\\d+$", "");
  }

  private static boolean isForeign(Query query) {
    String origin = query.header("Origin").orElse(null);
    String host = query.header("Host").orElse("");
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      return true;
    }
    String site = query.header("Sec-Fetch-Site").orElse("none");
    boolean ownOrNone = site.equals("same-origin") || site.equals("none");
    boolean opensPage =
        query.path().equals("/") && query.header("Sec-Fetch-Mode").orElse("").equals("navigate");
    return !ownOrNone && !opensPage;
  }
}
