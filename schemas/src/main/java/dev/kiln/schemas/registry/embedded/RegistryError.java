package dev.kiln.schemas.registry.embedded;

/** A refusal in the words of Confluent's REST API: HTTP status, error code, message. */
final class RegistryError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryError(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  static RegistryError notFound(String what) {
    return new RegistryError(404, 404, what + " not found");
  }

  static RegistryError unknownSubject(String subject) {
    return new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryError unknownVersion(String version) {
    return new RegistryError(404, 40402, "Version " + version + " not found.");
  }

  static RegistryError unknownSchema(String what) {
    return new RegistryError(404, 40403, what + " not found");
  }

  static RegistryError noSubjectConfig(String subject) {
    return new RegistryError(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryError notAllowed(String method) {
    return new RegistryError(405, 405, "HTTP method " + method + " is not supported here");
  }

  static RegistryError incompatible(String why) {
    return new RegistryError(
        409, 409, "Schema being registered is incompatible with an earlier schema: " + why);
  }

  static RegistryError invalidSchema(String why) {
    return new RegistryError(422, 42201, "Invalid schema: " + why);
  }

  static RegistryError invalidVersion(String version) {
    return new RegistryError(
        422, 42202, "The specified version '" + version + "' is not a valid version id.");
  }

  static RegistryError invalidCompatibility(String level) {
    return new RegistryError(422, 42203, "Invalid compatibility level: '" + level + "'.");
  }

  static RegistryError unprocessable(String why) {
    return new RegistryError(422, 422, why);
  }
}
