package dev.kiln.streams.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Requests in JSON that are wrong in ways that a program may trip over. */
final class HostileJson {

  private static final String GOOD =
      "{\"generator\":\"tiny-ddpm\",\"label\":3,\"steps\":2,\"count\":1,\"seed\":7}";

  private static final String[] NAMES = {
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    "tiny-ddpm/../tiny-gan",
    "tiny-ddpm\\u0000",
    "\\u202Empdd-ynit",
    "C:\\\\boot.ini",
    "%2e%2e%2f",
    "tiny-ddpm\\n2026-01-01 ERROR forged",
    "\\ud800",
    "\\u001b[31mred",
    "",
    " ",
    "ｔｉｎｙ－ｄｄｐｍ",
    "con",
    "${jndi:ldap://localhost/a}",
    "{{7*7}}",
    "%s%n%x"
  };

  private static final String[] NUMBERS = {
    "1e999999999",
    "-1e999999999",
    "1e-999999999",
    "9".repeat(5000),
    "0." + "0".repeat(5000) + "1",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "NaN",
    "Infinity",
    "-Infinity",
    "-0.0",
    "5e-324",
    "1.7976931348623157e308",
    "0",
    "-1",
    "0.5",
    "00",
    "0x10",
    "1_000"
  };

  private static final String[] FIELDS = {
    "count", "seed", "steps", "guidance", "guidanceRescale", "guidanceFrom", "guidanceUntil",
    "strength", "toSeed", "deadlineMs", "priority", "label", "negativeLabel", "toLabel"
  };

  private static final String[] TEXTS = {
    "generator",
    "version",
    "prompt",
    "negativePrompt",
    "label",
    "sampler",
    "encoding",
    "requestId",
    "toPrompt",
    "toLabel",
    "image",
    "mask"
  };

  private static final String[] VALUES = {
    "null", "true", "[]", "{}", "\"x\"", "[1,2]", "{\"a\":1}", "1", "\"\"", "[[[]]]", "\"\\u0000\""
  };

  private HostileJson() {}

  static List<Attack> all() {
    return List.of(
        new Attack("JSON cut short", r -> cut(GOOD, r)),
        new Attack("JSON with flipped bits", r -> flipped(GOOD, r)),
        new Attack("deep nesting", HostileJson::deep),
        new Attack("absurd numbers", r -> with(one(FIELDS, r), one(NUMBERS, r))),
        new Attack("wrong types", r -> with(either(FIELDS, TEXTS, r), one(VALUES, r))),
        new Attack("names that lead elsewhere", HostileJson::name),
        new Attack("long texts", HostileJson::longText),
        new Attack("the same field twice", r -> with("label", "4,\"label\":5")),
        new Attack("unknown fields", HostileJson::unknown),
        new Attack("vectors", HostileJson::vector),
        new Attack("rows", HostileJson::row),
        new Attack("pictures", r -> image(r, HostilePng.any(r))),
        new Attack("pictures that are noise", r -> image(r, noise(r, 2000))),
        new Attack("other encodings", r -> GOOD.getBytes(r.nextBoolean() ? UTF_16 : ISO_8859_1)),
        new Attack("more than one value", r -> (GOOD + one(VALUES, r)).getBytes(UTF_8)),
        new Attack("a brace and noise", r -> brace(r)),
        new Attack("prompts", HostileJson::prompt));
  }

  private static byte[] deep(Random chance) {
    int depth = 1 << (4 + chance.nextInt(13));
    String open = chance.nextBoolean() ? "[" : "{\"a\":";
    return with(chance.nextBoolean() ? "vector" : "row", open.repeat(depth));
  }

  private static byte[] name(Random chance) {
    String field = chance.nextBoolean() ? "generator" : "version";
    String name = "\"" + one(NAMES, chance) + "\"";
    return field.equals("generator")
        ? ("{\"generator\":" + name + ",\"label\":1}").getBytes(UTF_8)
        : with(field, name);
  }

  private static byte[] longText(Random chance) {
    String field = one(TEXTS, chance);
    String text = "\"" + one(NAMES, chance).concat("x").repeat(1 + chance.nextInt(20_000)) + "\"";
    String safe = text.length() > 400_000 ? "\"" + "y".repeat(400_000) + "\"" : text;
    return field.equals("generator")
        ? ("{\"generator\":" + safe + "}").getBytes(UTF_8)
        : with(field, safe);
  }

  private static byte[] unknown(Random chance) {
    StringBuilder fields = new StringBuilder("1");
    for (int i = chance.nextInt(3000); i >= 0; i--) {
      fields.append(",\"f").append(i).append("\":").append(i);
    }
    return with("surprise" + chance.nextInt(), fields.toString());
  }

  private static byte[] vector(Random chance) {
    String value = one(new String[] {"NaN", "1", "1e40", "\"Infinity\"", "null", "[]"}, chance);
    return with("vector", "[" + (value + ",").repeat(chance.nextInt(20_000)) + value + "]");
  }

  private static byte[] row(Random chance) {
    String columns =
        one(
            new String[] {
              "\"age\":\"old\"",
              "\"age\":1e300",
              "\"age\":NaN",
              "\"age\":20.5",
              "\"spend\":-1",
              "\"spend\":\"\\u0000\"",
              "\"plan\":[1]",
              "\"plan\":{\"a\":1}",
              "\"plan\":\"" + "z".repeat(50_000) + "\"",
              "\"churned\":2",
              "\"\":1",
              "\"a\\nb\":1",
              "\"../x\":1",
              "\"age\":9223372036854775807"
            },
            chance);
    String generator = chance.nextInt(4) == 0 ? "tiny-ddpm" : "tiny-rows";
    return ("{\"generator\":\"" + generator + "\",\"steps\":2,\"row\":{" + columns + "}}")
        .getBytes(UTF_8);
  }

  private static byte[] image(Random chance, byte[] picture) {
    String base64 = Base64.getEncoder().encodeToString(picture);
    String field = chance.nextInt(4) == 0 ? "mask" : "image";
    String generator = chance.nextBoolean() ? "tiny-restorer" : "tiny-ddpm";
    return ("{\"generator\":\""
            + generator
            + "\",\"label\":1,\"steps\":2,\""
            + field
            + "\":\""
            + base64
            + "\"}")
        .getBytes(UTF_8);
  }

  private static byte[] prompt(Random chance) {
    String text =
        one(
            new String[] {
              "big red",
              "big \\u0000",
              "big ".repeat(5000),
              "\\ud83d\\ude00",
              "'; drop table",
              "\\u0130".repeat(300),
              "-".repeat(3000)
            },
            chance);
    return ("{\"generator\":\"tiny-text\",\"steps\":2,\"prompt\":\"" + text + "\"}")
        .getBytes(UTF_8);
  }

  private static byte[] with(String field, String value) {
    return (GOOD.substring(0, GOOD.length() - 1) + ",\"" + field + "\":" + value + "}")
        .replaceFirst("\"" + field + "\":[0-9]+,(?=.*\"" + field + "\":)", "")
        .getBytes(UTF_8);
  }

  private static byte[] brace(Random chance) {
    byte[] bytes = noise(chance, 500);
    bytes[0] = '{';
    return bytes;
  }

  static byte[] noise(Random chance, int most) {
    byte[] bytes = new byte[1 + chance.nextInt(most)];
    chance.nextBytes(bytes);
    return bytes;
  }

  private static byte[] cut(String text, Random chance) {
    return Arrays.copyOf(text.getBytes(UTF_8), chance.nextInt(text.length()));
  }

  private static byte[] flipped(String text, Random chance) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int flips = 1 + chance.nextInt(4); flips > 0; flips--) {
      bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
    }
    return bytes;
  }

  private static String either(String[] these, String[] those, Random chance) {
    return one(chance.nextBoolean() ? these : those, chance);
  }

  private static String one(String[] of, Random chance) {
    return of[chance.nextInt(of.length)];
  }
}
