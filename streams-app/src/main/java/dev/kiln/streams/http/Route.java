package dev.kiln.streams.http;

/**
 * A place that can be asked.
 *
 * @param method GET (which HEAD may ask too) or POST
 * @param path the whole path, or with a slash at its end the beginning of several
 * @param access who may ask
 * @param handler who answers
 */
public record Route(String method, String path, Access access, Handler handler) {

  /** Answers a query. */
  @FunctionalInterface
  public interface Handler {
    /** On a thread of the server; may wait for a moment. */
    Reply answer(Query query) throws InterruptedException;
  }

  /** A place that is only looked at. */
  public static Route get(String path, Access access, Handler handler) {
    return new Route("GET", path, access, handler);
  }

  /** A place that does something. */
  public static Route post(String path, Access access, Handler handler) {
    return new Route("POST", path, access, handler);
  }

  boolean isFor(String asked) {
    boolean several = path.length() > 1 && path.endsWith("/");
    return several ? asked.startsWith(path) && asked.length() > path.length() : asked.equals(path);
  }

  boolean takes(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }
}
