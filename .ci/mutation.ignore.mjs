/** The wording of messages is not mutated: that both languages say the same is for readers, and for other tests. */
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin'

const words = (path) => path.isStringLiteral() || path.isTemplateLiteral()
const says = (path) => (path?.isCallExpression() && path.node.callee.name === 'text') || (path?.isNewExpression() && path.node.callee.name === 'Error')

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'wording', {
  shouldIgnore: (path) => (words(path) && !path.parentPath.isBinaryExpression() && says(path.findParent((each) => each.isCallExpression() || each.isNewExpression()))
    ? 'the wording of a message' : undefined),
})]
