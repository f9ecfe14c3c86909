package io.wfe.engine.internal.runtime;

import io.wfe.core.persistence.PassWrite;

/**
 * A write of a pass, by the id that the host had when it took the instance.
 */
record HostWrite(String hostId, PassWrite pass) {

}
