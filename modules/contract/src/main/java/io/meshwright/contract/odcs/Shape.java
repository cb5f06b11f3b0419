package io.meshwright.contract.odcs;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of each part of an ODCS document: those of the standard's text for 3.0 to 3.2, with the
 * shape of what stands below them and the version that brought them.
 */
enum Shape {
  DOCUMENT(
      """
      apiVersion kind id name version status tenant domain dataProduct tags contractCreatedTs
      authoritativeDefinitions=LINK description=DESCRIPTION schema=OBJECT servers=SERVER
      support=SUPPORT price=PRICE team=TEAM roles=ROLE slaProperties=SLA slaDefaultElement
      customProperties=CUSTOM 3.2:context
      """),
  DESCRIPTION(
      "purpose limitations usage authoritativeDefinitions=LINK customProperties=CUSTOM", true),
  OBJECT(
      """
      id name physicalName physicalType logicalType description businessName
      dataGranularityDescription tags authoritativeDefinitions=LINK customProperties=CUSTOM
      properties=PROPERTY relationships=RELATIONSHIP quality=QUALITY 3.2:deprecated
      3.2:synonyms=SYNONYM 3.2:context
      """),
  PROPERTY(
      """
      id name physicalName physicalType description businessName tags
      authoritativeDefinitions=LINK customProperties=CUSTOM logicalType
      logicalTypeOptions=OPTIONS primaryKey primaryKeyPosition required unique partitioned
      partitionKeyPosition classification encryptedName transformSourceObjects transformLogic
      transformDescription examples criticalDataElement relationships=RELATIONSHIP
      quality=QUALITY properties=PROPERTY items=PROPERTY 3.2:enum=VALUE 3.2:map=MAP
      3.2:semanticType 3.2:deprecated 3.2:synonyms=SYNONYM 3.2:context
      """),
  OPTIONS(
      """
      minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum
      timezone defaultTimezone multipleOf minProperties maxProperties required minItems maxItems
      uniqueItems 3.2:dimensions 3.2:elementType 3.2:distanceMetric 3.2:normalized
      3.2:embeddingModel 3.2:embeddingModelVersion
      """),
  MAP("key=PROPERTY value=PROPERTY"),
  VALUE(
      """
      value label id description tags customProperties=CUSTOM authoritativeDefinitions=LINK
      """),
  SYNONYM("synonym id description locale source status customProperties=CUSTOM"),
  RELATIONSHIP("type from to customProperties=CUSTOM description 3.2:id"),
  QUALITY(
      """
      id name description type metric rule arguments=ARGUMENTS unit query engine
      implementation=ANYTHING dimension method severity businessImpact scheduler schedule tags
      customProperties=CUSTOM authoritativeDefinitions=LINK mustBe mustNotBe mustBeGreaterThan
      mustBeGreaterOrEqualTo mustBeLessThan mustBeLessOrEqualTo mustBeBetween mustNotBeBetween
      """),
  ARGUMENTS("missingValues validValues pattern properties", true),
  SLA(
      """
      id property value valueExt unit element driver description scheduler schedule
      3.2:customProperties=CUSTOM 3.2:authoritativeDefinitions=LINK
      """),
  TEAM(
      """
      id name description tags customProperties=CUSTOM authoritativeDefinitions=LINK
      members=MEMBER
      """),
  MEMBER(
      """
      id username name description role dateIn dateOut replacedByUsername tags
      customProperties=CUSTOM authoritativeDefinitions=LINK
      """),
  ROLE(
      """
      id role description access firstLevelApprovers secondLevelApprovers
      customProperties=CUSTOM
      """),
  SUPPORT("id channel url description tool scope invitationUrl customProperties=CUSTOM"),
  PRICE("id priceAmount priceCurrency priceUnit"),
  CUSTOM("id property value=ANYTHING description 3.2:vendor"),
  LINK("id type url description"),
  SERVER(
      """
      id server type description environment roles=ROLE customProperties=CUSTOM account catalog
      database dataset delimiter endpointUrl format host location path port project region
      regionName schema serviceName stagingDir stream warehouse 3.2:catalogUrl 3.2:namespace
      3.2:workgroup 3.2:encoding
      """),
  ANYTHING("", true);

  /** One key of a part. */
  record Key(OdcsVersion since, Optional<String> child) {
    Optional<Shape> shape() {
      return child.map(Shape::valueOf);
    }
  }

  private final String words;
  private final boolean open;

  Shape(String words) {
    this(words, false);
  }

  Shape(String words, boolean open) {
    this.words = words;
    this.open = open;
  }

  /** The keys that the standard names, in its order. */
  Map<String, Key> keys() {
    return Known.KEYS.get(this);
  }

  /** Says whether the standard allows other keys beside its own. */
  boolean isOpen() {
    return open;
  }

  /** The keys of every shape, read once. */
  private static final class Known {
    static final Map<Shape, Map<String, Key>> KEYS = new EnumMap<>(Shape.class);

    static {
      for (Shape shape : values()) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (String word : shape.words.strip().split("\\s+")) {
          boolean isNew = word.startsWith("3.2:");
          String[] parts = word.substring(isNew ? 4 : 0).split("=");
          keys.put(
              parts[0],
              new Key(
                  isNew ? OdcsVersion.V3_2 : OdcsVersion.V3_0,
                  parts.length > 1 ? Optional.of(parts[1]) : Optional.empty()));
        }
        KEYS.put(shape, keys);
      }
    }
  }
}
