package dev.kiln.schemas;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The contracts depend on nothing of ours, and decoding stands on the wire, not the reverse. */
class ArchitectureTest {
  private static final String ROOT = "dev.kiln.schemas.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kiln.schemas");

  @Test
  void dependsOnNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are Kiln's, but not of this module",
                type ->
                    type.getPackageName().startsWith("dev.kiln.")
                        && !type.getPackageName().startsWith("dev.kiln.schemas")))
        .check(CLASSES);
  }

  @Test
  void decodingStandsOnTheWireAndTheWireOnTheRegistry() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("registry")
        .definedBy(ROOT + "registry")
        .layer("embedded")
        .definedBy(ROOT + "registry.embedded")
        .layer("wire")
        .definedBy(ROOT + "wire")
        .layer("request")
        .definedBy(ROOT + "request")
        .whereLayer("request")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("embedded")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("request")
        .check(CLASSES);
  }
}
