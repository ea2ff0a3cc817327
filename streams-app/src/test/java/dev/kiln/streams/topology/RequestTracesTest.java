package dev.kiln.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.streams.inflight.Entry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RequestTracesTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"r\",\"count\":2}";

  private final List<String> told = new ArrayList<>();
  private final RequestTraces traces =
      request -> {
        var headers = new RecordHeaders(request.headers());
        headers.add("span", request.origin().toString().getBytes(UTF_8));
        return trace(request.withHeaders(headers));
      };

  @Test
  void everyRecordOfAnAnswerCarriesWhatTheTraceSaysAndItIsToldOnce() {
    var task = TaskHarness.traced(traces);
    task.request("a", ASK);
    assertThat(told).isEmpty();

    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.forwarded("samples"))
        .hasSize(2)
        .allSatisfy(
            record ->
                assertThat(record.headers().lastHeader("span").value())
                    .asString(UTF_8)
                    .isEqualTo("generation-requests-3-0"));
    assertThat(told).containsExactly("r tiny null");
  }

  @Test
  void aFailureCarriesItToo() {
    var task = TaskHarness.traced(traces);
    task.request("a", "{\"generator\":\"tiny\"");
    task.ticks(2);

    assertThat(task.forwarded("failures"))
        .singleElement()
        .satisfies(record -> assertThat(record.headers().lastHeader("span")).isNotNull());
    assertThat(told).containsExactly("generation-requests-3-0 null BAD_JSON");
  }

  @Test
  void anAnswerThatWaitsForTheRegistryIsToldWhenItLeaves() {
    var task = TaskHarness.traced(traces);
    task.request("a", ASK);
    task.formats.writesFail(true);
    task.engine().submitted(0).finish();
    task.tick();
    assertThat(told).isEmpty();

    task.formats.writesFail(false);
    task.tick(1000);

    assertThat(told).containsExactly("r tiny null");
  }

  @Test
  void aRequestThatIsRestoredIsToldOnceAsWell() {
    var task = TaskHarness.traced(traces);
    task.request("a", ASK);
    task.crash();
    task.ticks(3);
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(told).containsExactly("r tiny null");
  }

  private RequestTraces.Trace trace(Entry request) {
    return new RequestTraces.Trace() {
      @Override
      public Entry request() {
        return request;
      }

      @Override
      public void answered(RequestTraces.Told answer) {
        told.add("%s %s %s".formatted(answer.id(), answer.generator(), answer.code()));
      }
    };
  }
}
