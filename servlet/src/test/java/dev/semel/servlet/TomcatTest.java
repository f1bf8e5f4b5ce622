/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import org.junit.jupiter.api.Nested;

/** All that the filter does, on Tomcat. */
@On(Server.TOMCAT)
@SuppressWarnings("ClassCanBeStatic") // nested tests are inner classes
class TomcatTest {
    @Nested
    class KeySyntax extends KeySyntaxBehaviours {}

    @Nested
    class KeyPlaces extends KeyPlacesBehaviours {}

    @Nested
    class Refusals extends RefusalsBehaviours {}

    @Nested
    class Routes extends RoutesBehaviours {}

    @Nested
    class RejectingRoutes extends RejectingRoutesBehaviours {}

    @Nested
    class Fingerprint extends FingerprintBehaviours {}

    @Nested
    class FingerprintChoices extends FingerprintChoicesBehaviours {}

    @Nested
    class Multipart extends MultipartBehaviours {}

    @Nested
    class Concurrency extends ConcurrencyBehaviours {}

    @Nested
    class Replay extends ReplayBehaviours {}

    @Nested
    class Scope extends ScopeBehaviours {}

    @Nested
    class Failures extends FailuresBehaviours {}

    @Nested
    class StoreTrouble extends StoreTroubleBehaviours {}

    @Nested
    class Bodies extends BodiesBehaviours {}

    @Nested
    class Joined extends JoinedBehaviours {}

    @Nested
    class Async extends AsyncBehaviours {}

    @Nested
    class Forms extends FormsBehaviours {}

    @Nested
    class Events extends EventsBehaviours {}

    @Nested
    class Mapping extends MappingBehaviours {}

    @Nested
    class Transport extends TransportBehaviours {}

    @Nested
    class BehindAProxy extends ResendingProxyBehaviours {}

    @Nested
    class Secrets extends SecretsBehaviours {}

    @Nested
    class Jobs extends JobsBehaviours {}

    @Nested
    class Observing extends ObservingBehaviours {}
}
