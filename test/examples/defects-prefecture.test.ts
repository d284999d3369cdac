import { testDefectsOf } from './planting.ts'

testDefectsOf('saikai-pref')
