package dev.kiln.export.evaluate.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one line of JSON: settings and details at the top, the figures under "metrics". */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  /** The line, without its end. A figure that is not a number is null. */
  public static String of(Report report) {
    Map<String, Object> all = new LinkedHashMap<>(report.settings());
    List<Map<String, @Nullable Object>> metrics = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("name", metric.name());
      one.put("value", finite(metric.value()));
      if (metric.floor() != null) {
        one.put("real", finite(metric.floor()));
      }
      one.put("better", metric.better().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      metrics.add(one);
    }
    all.put("metrics", metrics);
    all.putAll(report.details());
    all.put("notes", report.notes());
    all.put("command", report.command());
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
