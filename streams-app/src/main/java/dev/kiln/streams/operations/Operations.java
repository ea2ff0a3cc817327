package dev.kiln.streams.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.streams.http.Access;
import dev.kiln.streams.http.Reply;
import dev.kiln.streams.http.Route;
import dev.kiln.streams.metrics.Meters;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /metrics}, {@code /health/live}, {@code /health/ready} and {@code /health}. */
public final class Operations {

  /** Where Prometheus looks unless told otherwise. */
  public static final String METRICS = "/metrics";

  public static final String LIVE = "/health/live";
  public static final String READY = "/health/ready";

  /** Each network's state, in words. */
  public static final String HEALTH = "/health";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";

  private Operations() {}

  /**
   * The routes.
   *
   * @param alive whether the process can go on; where not, it should be started again
   * @param serving whether it has its partitions
   * @param networks how its networks do
   */
  public static List<Route> routes(
      Meters meters,
      BooleanSupplier alive,
      BooleanSupplier serving,
      Supplier<List<NetworkHealth>> networks) {
    return List.of(
        Route.get(
            METRICS, Access.LOOK, query -> metrics(meters, query.header("Accept").orElse(""))),
        Route.get(LIVE, Access.OPEN, query -> state(alive.getAsBoolean())),
        Route.get(
            READY,
            Access.OPEN,
            query -> state(Readiness.of(serving.getAsBoolean(), networks.get()).ready())),
        Route.get(
            HEALTH,
            Access.LOOK,
            query -> health(Readiness.of(serving.getAsBoolean(), networks.get()), networks.get())));
  }

  private static Reply metrics(Meters meters, String accept) {
    String type =
        accept.contains(OPEN_METRICS) ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : PLAIN;
    return Reply.of(200, type, meters.scrape(type).getBytes(StandardCharsets.UTF_8));
  }

  /** To whom it is open it says no more than that. */
  private static Reply state(boolean well) {
    return Reply.text(well ? 200 : 503, well ? "yes" : "no");
  }

  private static Reply health(Readiness readiness, List<NetworkHealth> networks) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("ready", readiness.ready());
    told.put("serving", readiness.serving());
    told.put("sentences", readiness.sentences());
    told.put("networks", networks);
    try {
      return Reply.json(readiness.ready() ? 200 : 503, JSON.writeValueAsBytes(told));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the health cannot be written as JSON", e);
    }
  }
}
