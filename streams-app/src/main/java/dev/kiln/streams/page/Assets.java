package dev.kiln.streams.page;

import dev.kiln.streams.http.Access;
import dev.kiln.streams.http.Reply;
import dev.kiln.streams.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The files of the page, each by its name: there is nothing to look up, and nowhere to climb. */
final class Assets {

  /** Nothing from elsewhere, nothing inside the markup that acts, and no frame around it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private static final List<String> SCRIPTS =
      List.of("theme.js", "page.js", "form.js", "gallery.js", "live.js");

  private Assets() {}

  static List<Route> routes() {
    List<Route> scripts =
        SCRIPTS.stream().map(name -> route("/" + name, name, "text/javascript")).toList();
    List<Route> rest =
        List.of(
            route("/", "index.html", "text/html"),
            route("/page.css", "page.css", "text/css"),
            route("/icon.svg", "icon.svg", "image/svg+xml"));
    return Stream.concat(rest.stream(), scripts.stream()).toList();
  }

  private static Route route(String path, String file, String type) {
    Reply.Whole reply =
        Reply.of(200, type + "; charset=utf-8", read(file))
            .with("Content-Security-Policy", POLICY)
            .with("Cache-Control", "no-cache");
    return Route.get(path, Access.USE, query -> reply);
  }

  private static byte[] read(String file) {
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
