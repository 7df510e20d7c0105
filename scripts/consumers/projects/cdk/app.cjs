const { StudioEfs } = require('@studio-efs/cdk')
const { App, Stack } = require('aws-cdk-lib')

const app = new App()
new StudioEfs(new Stack(app, 'StudioEfs'), 'StudioEfs', { sageMakerDomainId: 'd-abcdefghijkl' })
app.synth()
