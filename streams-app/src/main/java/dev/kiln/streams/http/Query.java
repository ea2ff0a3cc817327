package dev.kiln.streams.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was asked. Nobody may change the body. */
public final class Query {

  private final String path;
  private final String rest;
  private final Map<String, String> parameters;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * A question.
   *
   * @param rest what of the path comes after the route's own, decoded by nobody
   * @param parameters of the query, decoded; of several with a name the last
   * @param headers by name in small letters; of several with a name the first
   * @param body at most {@link HttpFront#MAX_BODY} bytes, and one
   */
  Query(
      String path,
      String rest,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    this.path = path;
    this.rest = rest;
    this.parameters = Map.copyOf(parameters);
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /** The path, as it was asked for. */
  String path() {
    return path;
  }

  /** What of the path comes after the route's own, decoded by nobody. */
  public String rest() {
    return rest;
  }

  /** What was sent along. */
  public byte[] body() {
    return body;
  }

  /** A header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** A parameter of the query. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A cookie. */
  Optional<String> cookie(String name) {
    for (String pair : header("Cookie").orElse("").split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
        return Optional.of(pair.substring(equals + 1).strip());
      }
    }
    return Optional.empty();
  }

  /** The parameters of a query as it stands in a URL. */
  static Map<String, String> parameters(String raw) {
    Map<String, String> found = new HashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        found.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
