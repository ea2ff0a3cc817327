package dev.kiln.streams.faults;

import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.streams.faults.Ask.Expected;
import dev.kiln.streams.faults.Load.Sent;
import dev.kiln.streams.faults.Verdict.Kind;
import dev.kiln.streams.inflight.Origin;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds every committed answer against what was asked. For one thread. */
final class Verifier {

  /** Makes samples without Kafka. */
  interface Alone {
    /**
     * The values of one sample of a request.
     *
     * @param hash which generator of that name and version; empty if there never was such a one
     */
    Optional<float[]> sample(GenerationSpec spec, String hash, int index);
  }

  private static final float TOLERANCE = 1e-5f;

  private final Map<String, Sent> asked = new HashMap<>();
  private final Alone alone;
  private final Verdict verdict = new Verdict();

  private Verifier(Collection<Sent> asked, Alone alone) {
    asked.forEach(sent -> this.asked.put(sent.ask().id(), sent));
    this.alone = alone;
  }

  /**
   * Verifies a run.
   *
   * @param asked all requests
   * @param answers all answers; those of each partition in its order
   * @param alone what samples should be
   */
  static Verdict verify(Collection<Sent> asked, List<Answered> answers, Alone alone) {
    var verifier = new Verifier(asked, alone);
    verifier.eachRequest(answers);
    verifier.order(answers.stream().filter(answer -> answer.sample() != null).toList());
    verifier.order(answers.stream().filter(answer -> answer.failure() != null).toList());
    return verifier.verdict;
  }

  private void eachRequest(List<Answered> answers) {
    Map<String, List<Answered>> byRequest = new HashMap<>();
    for (Answered answer : answers) {
      byRequest.computeIfAbsent(answer.ask(), id -> new ArrayList<>()).add(answer);
    }
    byRequest.keySet().stream()
        .filter(id -> !asked.containsKey(id))
        .forEach(id -> verdict.add(Kind.WRONG, id + " was answered and never asked"));
    for (Sent sent : asked.values()) {
      List<Answered> got = byRequest.getOrDefault(sent.ask().id(), List.of());
      if (got.isEmpty()) {
        verdict.add(Kind.MISSING, sent + " has no answer");
      } else {
        whole(sent, got);
        content(sent, got);
      }
    }
  }

  /** One failure, or each sample once. */
  private void whole(Sent sent, List<Answered> got) {
    String id = sent.ask().id();
    int[] samples = new int[sent.ask().count()];
    int failures = 0;
    for (Answered answer : got) {
      GeneratedSample sample = answer.sample();
      if (sample == null) {
        failures++;
      } else if (sample.getIndex() >= samples.length) {
        verdict.add(Kind.WRONG, id + " has a sample " + sample.getIndex());
      } else {
        samples[sample.getIndex()]++;
      }
    }
    if (failures > 1 || (failures == 1 && got.size() > 1)) {
      verdict.add(
          Kind.DUPLICATED,
          "%s has %d failures among %d answers".formatted(id, failures, got.size()));
    }
    for (int i = 0; i < samples.length; i++) {
      if (samples[i] > 1) {
        verdict.add(Kind.DUPLICATED, "%s has sample %d %d times".formatted(id, i, samples[i]));
      } else if (samples[i] == 0 && failures == 0) {
        verdict.add(Kind.MISSING, "%s lacks sample %d".formatted(id, i));
      }
    }
  }

  private void content(Sent sent, List<Answered> got) {
    for (Answered answer : got) {
      if (!answer.key().equals(sent.ask().key())) {
        verdict.add(Kind.WRONG, sent.ask().id() + " came back under the key " + answer.key());
      }
      if (!isNamed(sent, answer.requestId())) {
        verdict.add(Kind.WRONG, sent.ask().id() + " is called " + answer.requestId());
      }
      String complaint =
          answer.sample() != null
              ? complaint(sent, answer.sample())
              : complaint(sent, answer.failure());
      if (complaint != null) {
        verdict.add(Kind.WRONG, sent.ask().id() + " " + complaint);
      }
    }
  }

  /** By its id; one that is taken back while nobody can read it, by its place. */
  private static boolean isNamed(Sent sent, String id) {
    return id.equals(sent.ask().id())
        || (sent.ask().tombstone()
            && id.equals(new Origin(Topics.REQUESTS, sent.partition(), sent.offset()).toString()));
  }

  private @Nullable String complaint(Sent sent, @Nullable GenerationFailure failure) {
    String code = failure == null ? "" : failure.getCode();
    Expected expected = sent.ask().expected();
    boolean isExpected =
        (expected instanceof Expected.Failure f && f.code().equals(code))
            || (expected instanceof Expected.Either e && e.code().equals(code));
    return isExpected
        ? null
        : "failed with %s, expected %s: %s"
            .formatted(code, expected, failure == null ? "" : failure.getMessage());
  }

  private @Nullable String complaint(Sent sent, GeneratedSample sample) {
    Ask ask = sent.ask();
    if (ask.expected() instanceof Expected.Failure expected) {
      return "got a sample, expected " + expected;
    }
    var at = sample.getOrigin();
    if (at.getPartition() != sent.partition() || at.getOffset() != sent.offset()) {
      return "says that it came from " + at;
    }
    Origin origin = new Origin(at.getTopic(), at.getPartition(), at.getOffset());
    GenerationSpec spec = ask.spec(origin.seed());
    if (sample.getSeed() != spec.seed() || !sample.getGenerator().equals(spec.generator())) {
      return "was made by %s with seed %d".formatted(sample.getGenerator(), sample.getSeed());
    }
    FloatBuffer values =
        sample.getData().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] expected = alone.sample(spec, sample.getHash(), sample.getIndex()).orElse(null);
    if (expected == null) {
      return "was made by a generator that never served, " + sample.getHash();
    }
    if (values.remaining() != expected.length) {
      return "has %d values, expected %d".formatted(values.remaining(), expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      float value = values.get(i);
      if (!(Math.abs(value - expected[i]) <= TOLERANCE)) {
        return "sample %d differs: value %d is %s, alone %s"
            .formatted(sample.getIndex(), i, value, expected[i]);
      }
    }
    return null;
  }

  /** Per key, and within each answer; the records of one topic. */
  private void order(List<Answered> answers) {
    Map<String, Integer> lastOfKey = new HashMap<>();
    Map<String, Integer> partitionOfKey = new HashMap<>();
    Map<Integer, Answered> lastOfPartition = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Answered answer : answers) {
      Sent sent = asked.get(answer.ask());
      if (sent == null) {
        continue;
      }
      Integer partition = partitionOfKey.putIfAbsent(answer.key(), answer.partition());
      if (partition != null && partition != answer.partition()) {
        verdict.add(Kind.REORDERED, answer.key() + " has answers in two partitions");
      }
      if (!isExpired(answer)) {
        Integer last = lastOfKey.put(answer.key(), sent.ask().number());
        if (last != null && last > sent.ask().number()) {
          verdict.add(
              Kind.REORDERED,
              "%s, %s came after number %d".formatted(answer.key(), sent.ask().id(), last));
        }
      }
      Answered before = lastOfPartition.put(answer.partition(), answer);
      int nth = seen.merge(answer.ask(), 1, Integer::sum);
      boolean isAlongside = before != null && before.ask().equals(answer.ask());
      boolean inPlace = answer.sample() == null || answer.sample().getIndex() == nth - 1;
      if ((nth > 1 && !isAlongside) || !inPlace) {
        verdict.add(
            Kind.TORN,
            "%s, record %d of its answer at offset %d"
                .formatted(sent.ask().id(), nth, answer.offset()));
      }
    }
  }

  /** Such a failure comes in time, whatever stands before it under its key. */
  private static boolean isExpired(Answered answer) {
    GenerationFailure failure = answer.failure();
    return failure != null && failure.getCode().equals("EXPIRED");
  }
}
