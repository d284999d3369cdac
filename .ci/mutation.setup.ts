/** A mutant that a law refuses need not be refused by the smallest example. */
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true, seed: 1 })
