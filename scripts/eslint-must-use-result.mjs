// The rule that a Result must be used, with two uses that the plugin does not know: `yield*`, and a list of Results that
// run side by side.
import neverthrow from '@bufferings/eslint-plugin-neverthrow'

const rule = neverthrow.rules['must-use-result']

/** True for a node whose value reaches a `yield*`: through chained calls, branches, arguments or lists. */
function isYielded(node) {
  const { parent } = node
  if (parent === undefined) return false
  switch (parent.type) {
    case 'YieldExpression':
      return parent.delegate
    case 'CallExpression':
      // The caller of Promise.all destructures the list.
      return parent.callee !== node && isPromiseAll(parent.callee) ? true : isYielded(parent)
    case 'MemberExpression':
      return parent.object === node && isYielded(parent)
    case 'ConditionalExpression':
      return parent.test !== node && isYielded(parent)
    case 'AwaitExpression':
    case 'ArrayExpression':
    case 'TSAsExpression':
      return isYielded(parent)
    default:
      return false
  }
}

function isPromiseAll({ type, object, property }) {
  return type === 'MemberExpression' && object.name === 'Promise' && property.name === 'all'
}

export const mustUseResult = {
  rules: {
    'must-use-result': {
      ...rule,
      create(context) {
        const report = (problem) => {
          if (!isYielded(problem.node)) context.report(problem)
        }
        return rule.create(Object.create(context, { report: { value: report } }))
      },
    },
  },
}
