package dev.kiln.streams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.sampler.Coefficients;
import dev.kiln.generation.sampler.PlanRow;
import dev.kiln.generation.sampler.SamplingPlan;

/**
 * A plan for machines: a coefficient that is left out is 0, a y that is left out stays as it is.
 */
final class PlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  static String of(SamplingPlan plan) {
    ObjectNode node = JSON.createObjectNode();
    node.put("initNoiseSigma", plan.initNoiseSigma());
    ArrayNode rows = node.putArray("rows");
    plan.rows().forEach(row -> rows.add(row(row)));
    return node.toString();
  }

  private static ObjectNode row(PlanRow row) {
    ObjectNode node = JSON.createObjectNode();
    node.put("t", row.t());
    node.put("inputScale", row.inputScale());
    ObjectNode d = node.putObject("toD");
    put(d, "x", row.toDx());
    put(d, "m", row.toDm());
    node.put("clip", row.clip());
    node.set("a", form(row.a()));
    Coefficients y = row.y();
    if (y != null) {
      node.set("y", form(y));
    }
    return node;
  }

  private static ObjectNode form(Coefficients c) {
    ObjectNode node = JSON.createObjectNode();
    put(node, "x", c.x());
    put(node, "y", c.y());
    put(node, "m", c.m());
    put(node, "d0", c.d0());
    put(node, "d1", c.d1());
    put(node, "d2", c.d2());
    put(node, "d3", c.d3());
    put(node, "noise", c.noise());
    return node;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (value != 0) {
      node.put(name, value);
    }
  }
}
