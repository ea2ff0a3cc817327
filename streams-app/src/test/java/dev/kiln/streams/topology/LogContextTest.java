package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.engine.TestGenerators;
import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Lines about a request carry its id, on whichever thread they are written. */
class LogContextTest {

  private static final Logger ENGINE = (Logger) LoggerFactory.getLogger("dev.kiln.generation");

  private final ListAppender<ILoggingEvent> lines =
      new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
          // While it is on the thread that wrote it.
          event.prepareForDeferredProcessing();
          super.append(event);
        }
      };

  @BeforeEach
  void listen() {
    lines.start();
    ENGINE.addAppender(lines);
  }

  @AfterEach
  void stop() {
    ENGINE.detachAppender(lines);
    MDC.clear();
  }

  @Test
  void whatTheEngineSaysOfAFailedCallNamesTheRequest(@TempDir Path models) throws Exception {
    TestGenerators.write(models);
    NetworkLoader broken =
        (name, bytes) ->
            new FakeNetwork(
                OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes),
                (batch, rows) -> {
                  throw new NetworkException(
                      NetworkException.Kind.FAILED, "a fuse blew", new IllegalStateException());
                });
    try (var engine = Engine.open(models, EngineOptions.defaults().withLoader(broken))) {
      MDC.put("requestId", "r-7");
      var submission = engine.submit(GenerationSpec.of("tiny-ddpm").withLabel(3).withGuidance(1.0));
      MDC.remove("requestId");

      assertThat(submission.outcome().get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Failed.class);
    }
    List<ILoggingEvent> failed =
        lines.list.stream()
            .filter(line -> line.getFormattedMessage().contains("a fuse blew"))
            .toList();
    assertThat(failed).isNotEmpty();
    assertThat(failed)
        .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("requestId", "r-7"))
        .allSatisfy(
            line ->
                assertThat(line.getThreadName()).isNotEqualTo(Thread.currentThread().getName()));
  }

  @Test
  void theTopologySaysWhoseRequestItSubmits() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\",\"requestId\":\"r-8\"}");
    task.request("b", "{\"generator\":\"tiny\"}");

    assertThat(task.engine().submitted())
        .extracting(FakeGeneration.Pending::logged)
        .containsExactly("r-8", "generation-requests-3-1");
    assertThat(MDC.get("requestId")).as("not beyond it").isNull();
  }
}
