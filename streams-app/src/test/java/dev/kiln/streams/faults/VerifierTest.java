package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.schemas.avro.Timings;
import dev.kiln.streams.faults.Ask.Expected;
import dev.kiln.streams.faults.Load.Sent;
import dev.kiln.streams.faults.Verdict.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A verifier that cannot find anything proves nothing. */
class VerifierTest {

  private static final long SEED = 7;
  private static final String HASH = "5e";

  private final List<Sent> asked =
      List.of(
          sent(0, "a", 2, new Expected.Samples()),
          sent(1, "a", 1, new Expected.Samples()),
          sent(2, "b", 1, new Expected.Failure("EXPIRED")),
          sent(3, "c", 1, new Expected.Either("CANCELLED")),
          sent(4, "d", 1, new Expected.Failure("UNKNOWN_GENERATOR")),
          sent(5, "d", 1, new Expected.Failure("TOO_LARGE")),
          sent(6, "d", 1, new Expected.Failure("EXPIRED")));

  private final List<Answered> answers =
      new ArrayList<>(
          List.of(
              sample(0, "a", 0, value(0)),
              sample(0, "a", 1, value(1)),
              sample(1, "a", 0, value(0)),
              failure(2, "b", "EXPIRED"),
              failure(3, "c", "CANCELLED"),
              failure(4, "d", "UNKNOWN_GENERATOR"),
              failure(5, "d", "TOO_LARGE"),
              failure(6, "d", "EXPIRED")));

  @Test
  void findsNothingWhereNothingIsWrong() {
    assertThat(verdict().isGood()).as(verdict().toString()).isTrue();
    answers.set(4, sample(3, "c", 0, value(0)));
    assertThat(verdict().isGood()).as("a race that ends the other way").isTrue();
  }

  @Test
  void findsAMissingAnswerAndAMissingPart() {
    answers.remove(3);
    answers.remove(1);
    finds(Kind.MISSING, 2);
  }

  @Test
  void findsWhatIsThereTwice() {
    answers.add(4, failure(2, "b", "EXPIRED"));
    answers.add(3, sample(1, "a", 0, value(0)));
    finds(Kind.DUPLICATED, 2);
  }

  @Test
  void findsASampleBesideAFailure() {
    answers.add(sample(3, "c", 0, value(0)));
    finds(Kind.DUPLICATED, 1);
  }

  @Test
  void findsAnswersOfAKeyInAnotherOrder() {
    answers.add(0, answers.remove(2));
    finds(Kind.REORDERED, 1);
  }

  @Test
  void findsFailuresOfAKeyInAnotherOrderUnlessOneExpired() {
    answers.add(5, answers.remove(7));
    assertThat(verdict().isGood()).as("number 6 expired").isTrue();
    answers.add(6, answers.remove(7));
    finds(Kind.REORDERED, 1);
  }

  @Test
  void findsAnAnswerThatIsTornApart() {
    answers.add(1, sample(3, "c", 0, value(0)));
    answers.remove(5);
    finds(Kind.TORN, 1);
  }

  @Test
  void findsSamplesOfAnAnswerInTheWrongOrder() {
    answers.add(0, answers.remove(1));
    finds(Kind.TORN, 2);
  }

  @Test
  void findsAnotherSampleThanTheEngineMakes() {
    answers.set(2, sample(1, "a", 0, value(0) + 2e-5f));
    finds(Kind.WRONG, 1);
    answers.set(2, sample(1, "a", 0, Float.NaN));
    finds(Kind.WRONG, 1);
  }

  @Test
  void findsASampleOfAGeneratorThatNeverServed() {
    answers.set(2, sample(1, "a", 0, value(0), "e5"));
    finds(Kind.WRONG, 1);
  }

  @Test
  void findsAnotherFailureThanExpected() {
    answers.set(2, failure(1, "a", "TOO_MANY_ATTEMPTS"));
    finds(Kind.WRONG, 1);
  }

  @Test
  void findsAnAnswerToNobody() {
    answers.add(failure(9, "z", "EXPIRED"));
    finds(Kind.WRONG, 1);
  }

  private void finds(Kind kind, int times) {
    Verdict verdict = verdict();
    assertThat(verdict.count(kind)).as(verdict.toString()).isEqualTo(times);
  }

  private Verdict verdict() {
    return Verifier.verify(
        asked,
        answers,
        (spec, hash, index) ->
            hash.equals(HASH) ? Optional.of(new float[] {value(index)}) : Optional.empty());
  }

  private static float value(int index) {
    return index / 4f;
  }

  private static Sent sent(int number, String key, int count, Expected expected) {
    Map<String, Object> fields = Map.of("generator", "tiny", "count", count, "seed", SEED);
    return new Sent(
        new Ask("r" + number, number, key, fields, false, 0, false, expected), 0, number);
  }

  private static Answered sample(int number, String key, int index, float value) {
    return sample(number, key, index, value, HASH);
  }

  private static Answered sample(int number, String key, int index, float value, String hash) {
    var bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
    var sample =
        GeneratedSample.newBuilder()
            .setRequestId("r" + number)
            .setGenerator("tiny")
            .setVersion("1")
            .setHash(hash)
            .setIndex(index)
            .setCount(2)
            .setSeed(SEED)
            .setSampler("direct")
            .setSteps(1)
            .setEncoding("raw")
            .setDtype("float32")
            .setShape(List.of(1))
            .setData(bytes)
            .setTimings(new Timings(0L, 0L, 0L, 0L))
            .setNetworkCalls(1)
            .setOrigin(new Origin("requests", 0, (long) number, 0L))
            .build();
    return new Answered(0, 0, key, "r" + number, sample, null);
  }

  private static Answered failure(int number, String key, String code) {
    var failure =
        GenerationFailure.newBuilder()
            .setRequestId("r" + number)
            .setCode(code)
            .setMessage("It failed.")
            .setOrigin(new Origin("requests", 0, (long) number, 0L))
            .build();
    return new Answered(0, 0, key, "r" + number, null, failure);
  }
}
