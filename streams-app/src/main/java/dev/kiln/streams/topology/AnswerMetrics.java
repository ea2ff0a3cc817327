package dev.kiln.streams.topology;

import dev.kiln.generation.request.Provenance;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Answer;
import dev.kiln.streams.contract.SampleSpecs;
import dev.kiln.streams.contract.Written;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells of each answer as it leaves: to the metrics, with no name in it that only a stranger made
 * up, to its trace, and to the log.
 *
 * @param specs knows which generators there are
 */
record AnswerMetrics(TopologyMetrics metrics, SampleSpecs specs) {

  private static final Logger LOG = LoggerFactory.getLogger("dev.kiln.streams.answers");

  /** An answer was forwarded. */
  void answered(Flight flight, Written.Records written, RequestTraces.Trace trace, long nowMs) {
    FailureCode code = written.code();
    String generator = generator(flight);
    int samples = code == null ? written.records().size() : 0;
    Duration took = Duration.ofMillis(Math.max(0, nowMs - flight.entry().timestamp()));
    metrics.answered(generator, code, samples, took);
    trace.answered(new RequestTraces.Told(flight.id(), generator, flight.answer(), code, nowMs));
    LOG.atLevel(code == null ? Level.DEBUG : Level.INFO)
        .addKeyValue("requestId", flight.id())
        .addKeyValue("origin", flight.entry().origin())
        .addKeyValue("generator", generator)
        .addKeyValue("outcome", code == null ? "GENERATED" : code.name())
        .addKeyValue("samples", samples)
        .addKeyValue("millis", took.toMillis())
        .log("Request answered.");
  }

  private @Nullable String generator(Flight flight) {
    if (flight.answer() instanceof Answer.Samples samples) {
      Provenance made = samples.generated().provenance();
      return made.generator();
    }
    GenerationRequest request = flight.request();
    return request != null && specs.sample(request.getGenerator(), null).isPresent()
        ? request.getGenerator()
        : null;
  }
}
