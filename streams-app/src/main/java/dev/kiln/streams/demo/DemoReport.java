package dev.kiln.streams.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kiln.streams.demo.DemoRequest.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the demo measured: the content of report.json and of the table.
 *
 * @param passed whether every valid request was answered exactly once and every broken one
 *     explained
 * @param seed the seed of the mix
 * @param inFlight how many requests were open at once at most
 * @param requests how many requests were sent
 * @param broken how many of them were broken on purpose
 * @param answered how many of them got their answer
 * @param seconds from the first request to the last answer
 * @param generators the figures of each generator; requests that name none stand under "(no
 *     generator)"
 * @param failures the failures, one sentence each
 * @param violations what should not have happened; empty when the demo passed
 */
@JsonPropertyOrder({"passed", "seed", "inFlight", "requests", "broken", "answered", "seconds"})
public record DemoReport(
    boolean passed,
    long seed,
    int inFlight,
    int requests,
    int broken,
    int answered,
    double seconds,
    List<Row> generators,
    List<FailureLine> failures,
    List<String> violations) {

  private static final String NONE = "(no generator)";
  private static final double NANOS = 1e9;

  /**
   * One generator's figures.
   *
   * @param generator its name
   * @param requests requests that name it, broken ones included
   * @param samples samples that came back
   * @param failures failures that came back
   * @param steps the different numbers of steps that were used, ascending
   * @param p50Millis half of its answers took at most this long from produce to read_committed
   *     consume; null where there are none
   * @param p99Millis 99 in 100 took at most this long
   * @param samplesPerSecond its samples over the whole run's time
   */
  public record Row(
      String generator,
      int requests,
      int samples,
      int failures,
      List<Integer> steps,
      @Nullable Double p50Millis,
      @Nullable Double p99Millis,
      double samplesPerSecond) {}

  /**
   * One failure.
   *
   * @param request what was asked or what is broken
   * @param code the failure's code
   * @param message its sentence
   * @param expected whether the request was broken on purpose in just this way
   */
  public record FailureLine(String request, String code, String message, boolean expected) {}

  /** Adds up what the ledger holds. */
  static DemoReport of(Ledger ledger, long seed, int inFlight, double seconds) {
    List<Ledger.Entry> entries = ledger.entries();
    Map<String, List<Ledger.Entry>> byGenerator = new TreeMap<>(DemoReport::noneLast);
    List<FailureLine> failures = new ArrayList<>();
    for (Ledger.Entry entry : entries) {
      String generator = Objects.requireNonNullElse(entry.request().generator(), NONE);
      byGenerator.computeIfAbsent(generator, name -> new ArrayList<>()).add(entry);
      var failure = entry.failure();
      if (failure != null) {
        failures.add(
            new FailureLine(
                entry.request().what(),
                failure.getCode(),
                failure.getMessage(),
                entry.request().expected() instanceof Expected.Failure expected
                    && expected.code().name().equals(failure.getCode())));
      }
    }
    List<Row> rows = new ArrayList<>();
    byGenerator.forEach((name, own) -> rows.add(row(name, own, seconds)));
    List<String> violations = ledger.violations();
    return new DemoReport(
        violations.isEmpty() && ledger.answered() == entries.size(),
        seed,
        inFlight,
        entries.size(),
        (int) entries.stream().filter(entry -> entry.request().broken()).count(),
        ledger.answered(),
        seconds,
        rows,
        failures,
        violations);
  }

  private static Row row(String generator, List<Ledger.Entry> entries, double seconds) {
    int samples = entries.stream().mapToInt(Ledger.Entry::samples).sum();
    long[] latencies =
        entries.stream()
            .filter(entry -> entry.answered() && !entry.request().broken())
            .mapToLong(Ledger.Entry::latencyNanos)
            .sorted()
            .toArray();
    return new Row(
        generator,
        entries.size(),
        samples,
        (int) entries.stream().filter(entry -> entry.failure() != null).count(),
        entries.stream().map(Ledger.Entry::steps).filter(n -> n > 0).distinct().sorted().toList(),
        percentileMillis(latencies, 0.50),
        percentileMillis(latencies, 0.99),
        seconds > 0 ? samples / seconds : 0);
  }

  /** The nearest-rank percentile: the smallest value that so large a part does not exceed. */
  static @Nullable Double percentileMillis(long[] sortedNanos, double part) {
    if (sortedNanos.length == 0) {
      return null;
    }
    int rank = (int) Math.ceil(part * sortedNanos.length);
    return Arrays.stream(sortedNanos).skip(rank - 1L).findFirst().orElseThrow() / NANOS * 1000;
  }

  private static int noneLast(String a, String b) {
    int byNone = Boolean.compare(a.equals(NONE), b.equals(NONE));
    return byNone != 0 ? byNone : a.compareTo(b);
  }
}
