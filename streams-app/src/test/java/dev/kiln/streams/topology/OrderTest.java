package dev.kiln.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static final String ASK = "{\"generator\":\"tiny\",\"requestId\":\"%s\"}";

  @Test
  void aLaterRequestOfAKeyWaitsForTheEarlier() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("first"));
    task.request("a", ASK.formatted("second"));
    task.request("b", ASK.formatted("other"));

    task.engine().submitted(1).finish();
    task.engine().submitted(2).finish();
    task.tick();
    assertThat(ids(task)).containsExactly("other");

    task.engine().submitted(0).finish();
    task.tick();
    assertThat(ids(task)).containsExactly("other", "first", "second");
    assertThat(task.stored()).isZero();
  }

  @Test
  void anUnorderedAnswerWaitsForNobody() {
    var task = new TaskHarness(options(ReleaseOrder.NONE, 64));
    task.request("a", ASK.formatted("first"));
    task.request("a", ASK.formatted("second"));

    task.engine().submitted(1).finish();
    task.tick();

    assertThat(ids(task)).containsExactly("second");
  }

  @Test
  void requestsWithoutAKeyHaveNoOrderWhereTheyAreServed() {
    var task = new TaskHarness(options(ReleaseOrder.KEY, 64));
    task.request(null, ASK.formatted("first"));
    task.request(null, ASK.formatted("second"));

    task.engine().submitted(1).finish();
    task.tick();

    assertThat(ids(task)).containsExactly("second");
    assertThat(task.forwarded("samples").get(0).key()).isNull();
  }

  @Test
  void aRequestWithoutAKeyIsRefusedUnlessToldOtherwise() {
    var task = new TaskHarness();
    task.request(null, ASK.formatted("keyless"));

    assertThat(task.failures())
        .extracting(GenerationFailure::getCode)
        .containsExactly("MISSING_KEY");
    assertThat(ids(task)).isEmpty();
  }

  @Test
  void aFailureKeepsItsPlaceInTheLine() {
    var task = new TaskHarness();
    task.request("a", ASK.formatted("first"));
    task.request("a", "{\"generator\":\"nobody\",\"requestId\":\"second\"}");
    assertThat(task.failures()).isEmpty();

    task.engine().submitted(0).finish();
    task.tick();

    assertThat(ids(task)).containsExactly("first");
    assertThat(task.failures()).singleElement().extracting("requestId").isEqualTo("second");
  }

  @Test
  void samplesOfARequestLeaveTogether() {
    var task = new TaskHarness();
    task.request("a", "{\"generator\":\"tiny\",\"count\":3,\"seed\":7}");
    task.engine().submitted(0).finish();
    task.tick();

    assertThat(task.samples()).extracting(GeneratedSample::getIndex).containsExactly(0, 1, 2);
    assertThat(task.samples()).allSatisfy(sample -> assertThat(sample.getCount()).isEqualTo(3));
    assertThat(task.stored()).isZero();
  }

  @Test
  void whatIsMoreThanTheEngineMayHaveWaitsInTheStore() {
    var task = new TaskHarness(options(ReleaseOrder.KEY, 2));
    for (int i = 0; i < 5; i++) {
      task.request("k" + i, ASK.formatted(i));
    }
    assertThat(task.engine().submitted()).hasSize(2);
    assertThat(task.stored()).isEqualTo(5);

    for (int i = 0; i < 5; i++) {
      task.engine().submitted(i).finish();
      task.tick();
    }
    assertThat(ids(task)).containsExactly("0", "1", "2", "3", "4");
    assertThat(task.stored()).isZero();
  }

  private static List<String> ids(TaskHarness task) {
    return task.samples().stream().map(GeneratedSample::getRequestId).toList();
  }

  static InFlightOptions options(ReleaseOrder order, int maxInFlight) {
    return new InFlightOptions(
        maxInFlight,
        3,
        order,
        1_000_000,
        Duration.ofMillis(5),
        Duration.ofMillis(200),
        Duration.ofSeconds(10),
        false);
  }
}
