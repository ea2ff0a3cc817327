package dev.kiln.streams.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What a process took from the machine over the minutes of a soak. For one thread. */
final class SoakFigures {

  /** From here on nothing may grow. */
  static final int SETTLED_MINUTE = 5;

  private static final double SPAN_MINUTES = 2;

  private record Point(double minute, ProcessGauge gauge, int answered) {}

  private final List<Point> points = new ArrayList<>();
  private double capacity;
  private double offered;
  private int answeredBefore;
  private long liveAtFirst;
  private long liveAtLast;
  private int unanswered;

  void begin(double measuredCapacity, double offeredPerSecond, int answered) {
    capacity = measuredCapacity;
    offered = offeredPerSecond;
    answeredBefore = answered;
  }

  void add(double minute, ProcessGauge gauge, int answered) {
    points.add(new Point(minute, gauge, answered));
  }

  /** The live bytes on the heap, when it had settled and at the end. */
  void live(long atFirst, long atLast) {
    liveAtFirst = atFirst;
    liveAtLast = atLast;
  }

  void unanswered(int requests) {
    unanswered = requests;
  }

  /** How much resident memory grew, in percent: its mean of the last minutes against settled. */
  double residentGrowth() {
    return growth(early(ProcessGauge::residentKib), late(ProcessGauge::residentKib));
  }

  double threadGrowth() {
    return late(ProcessGauge::threads) - early(ProcessGauge::threads);
  }

  double fileGrowth() {
    return late(ProcessGauge::files) - early(ProcessGauge::files);
  }

  /** The most tables that the stores had open at a time. */
  int mostTables() {
    return points.stream().mapToInt(point -> point.gauge().tables()).max().orElse(0);
  }

  int unanswered() {
    return unanswered;
  }

  private double early(ToLongFunction<ProcessGauge> what) {
    return mean(what, minute -> minute >= SETTLED_MINUTE && minute < SETTLED_MINUTE + SPAN_MINUTES);
  }

  private double late(ToLongFunction<ProcessGauge> what) {
    double end = points.get(points.size() - 1).minute();
    return mean(what, minute -> minute >= end - SPAN_MINUTES);
  }

  private double mean(ToLongFunction<ProcessGauge> what, Predicate<Double> when) {
    return points.stream()
        .filter(point -> when.test(point.minute()))
        .mapToLong(point -> what.applyAsLong(point.gauge()))
        .average()
        .orElseThrow(() -> new IllegalStateException("the soak is too short"));
  }

  private static double growth(double from, double to) {
    return Math.round((to / from - 1) * 1e4) / 100.0;
  }

  /** A line a minute. */
  String table() {
    var text =
        new StringBuilder("minute  answered  resident MiB  threads  files  tables%n".formatted());
    double next = 0;
    for (Point point : points) {
      if (point.minute() >= next) {
        next = Math.floor(point.minute()) + 1;
        text.append(
            "%6.1f  %8d  %12.1f  %7d  %5d  %6d%n"
                .formatted(
                    point.minute(),
                    point.answered() - answeredBefore,
                    point.gauge().residentKib() / 1024.0,
                    point.gauge().threads(),
                    point.gauge().files(),
                    point.gauge().tables()));
      }
    }
    return text.toString();
  }

  String json() {
    Point last = points.get(points.size() - 1);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("minutes", round(last.minute()));
    figures.put("capacityPerSecond", round(capacity));
    figures.put("offeredPerSecond", round(offered));
    figures.put(
        "answeredPerSecond", round((last.answered() - answeredBefore) / (last.minute() * 60)));
    figures.put("unanswered", unanswered);
    figures.put("residentMibSettled", round(early(ProcessGauge::residentKib) / 1024));
    figures.put("residentMibEnd", round(late(ProcessGauge::residentKib) / 1024));
    figures.put("residentGrowthPercent", residentGrowth());
    figures.put("liveHeapMibSettled", round(liveAtFirst / 1048576.0));
    figures.put("liveHeapMibEnd", round(liveAtLast / 1048576.0));
    figures.put("threadsSettled", round(early(ProcessGauge::threads)));
    figures.put("threadsEnd", round(late(ProcessGauge::threads)));
    figures.put("filesSettled", round(early(ProcessGauge::files)));
    figures.put("filesEnd", round(late(ProcessGauge::files)));
    figures.put("mostTables", mostTables());
    try {
      return new ObjectMapper().writeValueAsString(figures);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are always JSON", e);
    }
  }

  private static double round(double figure) {
    return Math.round(figure * 10) / 10.0;
  }
}
