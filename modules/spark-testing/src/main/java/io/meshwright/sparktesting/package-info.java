/**
 * The one Spark session of our own tests.
 *
 * <p>Starting Spark costs seconds and a Delta write in a cold JVM costs ten more, so every Spark
 * test of a module shares one session, set up the way {@link
 * io.meshwright.sparktesting.SparkExtension} says: tiny, in UTC, without a UI. Domain teams test
 * their products with the testkit module, not with this one.
 */
package io.meshwright.sparktesting;
