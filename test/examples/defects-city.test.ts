import { testDefectsOf } from './planting.ts'

testDefectsOf('saikai-city')
