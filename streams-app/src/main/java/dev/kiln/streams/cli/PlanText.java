package dev.kiln.streams.cli;

import dev.kiln.generation.sampler.Coefficients;
import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.SamplingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans and samplers as aligned tables for people. */
final class PlanText {
  private PlanText() {}

  /** One line a sampler. */
  static List<String> list(List<SamplerInfo> samplers) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("name", "order", "calls/step", "noise", "paper", "diffusers class"));
    for (SamplerInfo info : samplers) {
      lines.add(
          List.of(
              info.name(),
              String.valueOf(info.order()),
              String.valueOf(info.callsPerStep()),
              info.stochastic() ? "yes" : "no",
              info.paper(),
              info.diffusersClass()));
    }
    return aligned(lines);
  }

  /** One line a network call, with the noise level it starts from and what it computes. */
  static List<String> table(SamplerInfo info, SamplingPlan plan) {
    List<String> all = new ArrayList<>();
    all.add(
        "%s (%s): %d %s, starts at x = %s z"
            .formatted(
                info.name(),
                info.paper(),
                plan.calls(),
                plan.calls() == 1 ? "call" : "calls",
                number(plan.initNoiseSigma())));
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("call", "t", "sigma", "input", "d", "next x", "next y"));
    for (int i = 0; i < plan.calls(); i++) {
      PlanRow row = plan.rows().get(i);
      Double clip = row.clip();
      Coefficients y = row.y();
      String d = form(new Coefficients(row.toDx(), 0, row.toDm(), 0, 0, 0, 0, 0));
      lines.add(
          List.of(
              String.valueOf(i + 1),
              number(row.t()),
              number(row.sigma()),
              number(row.inputScale()) + " x",
              clip == null ? d : d + " within " + number(clip),
              form(row.a()),
              y == null ? "" : form(y)));
    }
    all.addAll(aligned(lines));
    return all;
  }

  private static String form(Coefficients c) {
    StringBuilder text = new StringBuilder();
    term(text, c.x(), "x");
    term(text, c.y(), "y");
    term(text, c.m(), "m");
    term(text, c.d0(), "d0");
    term(text, c.d1(), "d1");
    term(text, c.d2(), "d2");
    term(text, c.d3(), "d3");
    term(text, c.noise(), "z");
    return text.isEmpty() ? "0" : text.toString();
  }

  private static void term(StringBuilder text, double factor, String name) {
    if (factor == 0) {
      return;
    }
    if (!text.isEmpty()) {
      text.append(factor < 0 ? " - " : " + ");
    } else if (factor < 0) {
      text.append('-');
    }
    double size = Math.abs(factor);
    text.append(size == 1 ? name : number(size) + " " + name);
  }

  /** Six digits that count, without trailing zeros. */
  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return String.valueOf((long) value);
    }
    String text = String.format(Locale.ROOT, "%.6g", value);
    return text.contains("e") ? text : text.replaceAll("\\.?0+$", "");
  }

  private static List<String> aligned(List<List<String>> lines) {
    int columns = lines.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    return lines.stream()
        .map(
            line -> {
              StringBuilder text = new StringBuilder();
              for (int c = 0; c < columns; c++) {
                text.append(line.get(c)).append(" ".repeat(widths[c] - line.get(c).length() + 2));
              }
              return text.toString().stripTrailing();
            })
        .toList();
  }
}
