/**
 * The attributes of each kind of resource, one by one, as the EC2 API reference names them: those that the model holds, those
 * that decide about no packet, and all others, which put their resource in doubt.
 */
export interface Shape {
  readonly understood: ReadonlySet<string>
  readonly irrelevant: ReadonlySet<string>
  readonly nested: ReadonlyMap<string, Shape>
  /** A doubt stays within the element, such as one rule of a list. */
  readonly element: boolean
}

const names = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((name) => name !== ''))

const shape = (understood: string, irrelevant = '', nested: Readonly<Record<string, Shape>> = {}): Shape =>
  ({ understood: names(understood), irrelevant: names(`Tags TagSet OwnerId Description ${irrelevant}`), nested: new Map(Object.entries(nested)), element: false })

const element = (...of: Parameters<typeof shape>): Shape => ({ ...shape(...of), element: true })

const STATE = shape('State', 'StatusMessage')
const CIDR_ASSOCIATION = shape('CidrBlock Ipv6CidrBlock', 'AssociationId NetworkBorderGroup Ipv6Pool Ipv6AddressAttribute IpSource', { CidrBlockState: STATE, Ipv6CidrBlockState: STATE })

const PAIRS = element('GroupId VpcPeeringConnectionId', 'UserId GroupName VpcId PeeringStatus')
const PERMISSION = element('IpProtocol FromPort ToPort', '', {
  IpRanges: element('CidrIp'), Ipv6Ranges: element('CidrIpv6'), PrefixListIds: element('PrefixListId'), UserIdGroupPairs: PAIRS,
})

const PUBLIC_ADDRESS = shape('PublicIp', 'AllocationId AssociationId IpOwnerId PublicDnsName CustomerOwnedIp CarrierIp')
const PRIVATE_ADDRESS = shape('PrivateIpAddress', 'Primary PrivateDnsName', { Association: PUBLIC_ADDRESS })
const ATTACHMENT = shape('InstanceId', 'AttachTime AttachmentId DeleteOnTermination DeviceIndex NetworkCardIndex InstanceOwnerId Status EnaSrdSpecification EnaQueueCount')
const NETWORK_INTERFACE = shape(
  'NetworkInterfaceId SubnetId VpcId PrivateIpAddress SourceDestCheck InterfaceType',
  'AvailabilityZone AvailabilityZoneId MacAddress PrivateDnsName PublicDnsName PublicIpDnsNameOptions RequesterId RequesterManaged Status Operator DenyAllIgwTraffic '
  + 'ConnectionTrackingConfiguration OutpostArn AssociatedSubnets Ipv6Native Ipv6Address',
  {
    Groups: shape('GroupId', 'GroupName'), PrivateIpAddresses: PRIVATE_ADDRESS, Association: PUBLIC_ADDRESS, Attachment: ATTACHMENT,
    Ipv6Addresses: shape('Ipv6Address', 'IsPrimaryIpv6 PublicIpv6DnsName'), Ipv4Prefixes: shape('Ipv4Prefix'), Ipv6Prefixes: shape('Ipv6Prefix'),
  },
)
const INSTANCE = shape(
  'InstanceId',
  'VpcId SubnetId PrivateIpAddress PublicIpAddress SecurityGroups SourceDestCheck Ipv6Address AmiLaunchIndex Architecture BlockDeviceMappings CapacityReservationSpecification '
  + 'CapacityReservationId ClientToken CpuOptions EbsOptimized EnaSupport HibernationOptions Hypervisor ImageId InstanceType KeyName LaunchTime MetadataOptions Monitoring '
  + 'Placement Platform PlatformDetails PrivateDnsName PrivateDnsNameOptions ProductCodes PublicDnsName RootDeviceName RootDeviceType StateReason StateTransitionReason '
  + 'UsageOperation UsageOperationUpdateTime VirtualizationType BootMode CurrentInstanceBootMode EnclaveOptions IamInstanceProfile InstanceLifecycle KernelId Licenses '
  + 'MaintenanceOptions NetworkPerformanceOptions OutpostArn RamdiskId SpotInstanceRequestId SriovNetSupport TpmSupport Operator ElasticGpuAssociations ElasticInferenceAcceleratorAssociations',
  { State: shape('Name', 'Code'), NetworkInterfaces: NETWORK_INTERFACE },
)

const ROUTE = element(
  'DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId GatewayId NatGatewayId TransitGatewayId VpcPeeringConnectionId NetworkInterfaceId InstanceId '
  + 'EgressOnlyInternetGatewayId LocalGatewayId CarrierGatewayId CoreNetworkArn VpcEndpointId State Origin',
  'InstanceOwnerId IpAddress',
)
const ROUTE_TABLE = shape('RouteTableId VpcId', '', {
  Associations: shape('Main SubnetId GatewayId', 'RouteTableId RouteTableAssociationId', { AssociationState: STATE }),
  PropagatingVgws: shape('', 'GatewayId'), Routes: ROUTE,
})

const ACL = shape('NetworkAclId VpcId IsDefault', '', {
  Associations: shape('SubnetId', 'NetworkAclId NetworkAclAssociationId'),
  Entries: element('CidrBlock Ipv6CidrBlock Egress Protocol RuleAction RuleNumber', '', { PortRange: shape('From To'), IcmpTypeCode: shape('Type Code') }),
})

const ATTACHMENT_OPTIONS = shape('ApplianceModeSupport', 'DnsSupport Ipv6Support SecurityGroupReferencingSupport')
const TRANSIT_ROUTE = element('DestinationCidrBlock State', 'Type PrefixListId TransitGatewayRouteTableAnnouncementId', {
  TransitGatewayAttachments: shape('TransitGatewayAttachmentId', 'ResourceId ResourceType'),
})
const PROPAGATION = shape('TransitGatewayAttachmentId State', 'ResourceId ResourceType TransitGatewayRouteTableAnnouncementId')

const VPC_INFO = shape('VpcId', 'CidrBlock CidrBlockSet Ipv6CidrBlockSet Region PeeringOptions')
const STATIC_VPN_ROUTE = shape('DestinationCidrBlock State', 'Source')

const LISTENER = shape('LoadBalancerArn Port Protocol', 'ListenerArn SslPolicy Certificates AlpnPolicy MutualAuthentication', {
  DefaultActions: shape('TargetGroupArn Type', 'Order AuthenticateCognitoConfig AuthenticateOidcConfig RedirectConfig FixedResponseConfig', {
    ForwardConfig: shape('', 'TargetGroupStickinessConfig', { TargetGroups: shape('TargetGroupArn', 'Weight') }),
  }),
})
const TARGET = shape('', 'HealthCheckPort TargetHealth AnomalyDetection AdministrativeOverride', { Target: shape('Id Port', 'AvailabilityZone QuicServerId') })

/** Of kinds with a shape the model is made; by the key under which `aws` prints them. */
export const RESOURCES: ReadonlyMap<string, Shape> = new Map(Object.entries({
  Vpcs: shape('VpcId CidrBlock', 'DhcpOptionsId InstanceTenancy IsDefault State EncryptionControl', {
    CidrBlockAssociationSet: CIDR_ASSOCIATION, Ipv6CidrBlockAssociationSet: CIDR_ASSOCIATION,
    BlockPublicAccessStates: shape('InternetGatewayBlockMode'),
  }),
  VpcAttributes: shape('VpcId', '', { EnableDnsSupport: shape('Value') }),
  Subnets: shape(
    'SubnetId VpcId CidrBlock AvailabilityZone AvailabilityZoneId',
    'AssignIpv6AddressOnCreation AvailableIpAddressCount DefaultForAz MapCustomerOwnedIpOnLaunch MapPublicIpOnLaunch State SubnetArn EnableDns64 Ipv6Native '
    + 'PrivateDnsNameOptionsOnLaunch CustomerOwnedIpv4Pool EnableLniAtDeviceIndex OutpostArn Type',
    { Ipv6CidrBlockAssociationSet: CIDR_ASSOCIATION, BlockPublicAccessStates: shape('InternetGatewayBlockMode') },
  ),
  RouteTables: ROUTE_TABLE,
  NetworkAcls: ACL,
  SecurityGroups: shape('GroupId VpcId', 'GroupName SecurityGroupArn', { IpPermissions: PERMISSION, IpPermissionsEgress: PERMISSION }),
  NetworkInterfaces: NETWORK_INTERFACE,
  Reservations: shape('', 'ReservationId RequesterId Groups', { Instances: INSTANCE }),
  Addresses: shape(
    'PublicIp PrivateIpAddress NetworkInterfaceId',
    'AllocationId AssociationId Domain InstanceId NetworkBorderGroup NetworkInterfaceOwnerId PublicIpv4Pool CarrierIp CustomerOwnedIp CustomerOwnedIpv4Pool ServiceManaged SubnetId',
  ),
  InternetGateways: shape('InternetGatewayId', '', { Attachments: shape('VpcId State') }),
  EgressOnlyInternetGateways: shape('EgressOnlyInternetGatewayId', '', { Attachments: shape('VpcId State') }),
  NatGateways: shape(
    'NatGatewayId SubnetId VpcId State ConnectivityType', 'CreateTime DeleteTime FailureCode FailureMessage ProvisionedBandwidth AvailabilityMode AutoScalingIps AutoProvisionZones',
    { NatGatewayAddresses: shape('PrivateIp PublicIp', 'AllocationId NetworkInterfaceId AssociationId FailureMessage IsPrimary Status AvailabilityZone AvailabilityZoneId') },
  ),
  VpcPeeringConnections: shape('VpcPeeringConnectionId', 'ExpirationTime', { AccepterVpcInfo: VPC_INFO, RequesterVpcInfo: VPC_INFO, Status: shape('Code', 'Message') }),
  Listeners: LISTENER,
  LoadBalancerListeners: shape('', 'LoadBalancerArn', { Listeners: LISTENER }),
  TargetHealthDescriptions: TARGET,
  LoadBalancerTargetHealth: shape('TargetGroupArn', '', { TargetHealthDescriptions: TARGET }),
  PrefixLists: shape('PrefixListId', 'NextToken PrefixListName PrefixListArn State StateMessage MaxEntries Version AddressFamily IpamPrefixListResolverTargetId IpamPrefixListResolverSyncEnabled', {
    Cidrs: shape(''), Entries: shape('Cidr'),
  }),
  VpnGateways: shape('VpnGatewayId', 'AmazonSideAsn AvailabilityZone State Type', { VpcAttachments: shape('VpcId State') }),
  VpnConnections: shape(
    'VpnConnectionId TransitGatewayId State',
    'CustomerGatewayConfiguration CustomerGatewayId VpnGatewayId Category Type Options VgwTelemetry CoreNetworkArn CoreNetworkAttachmentArn GatewayAssociationState PreSharedKeyArn VpnConcentratorId',
    { Routes: STATIC_VPN_ROUTE },
  ),
  VpcEndpoints: shape(
    'VpcEndpointId VpcId VpcEndpointType ServiceName',
    'CreationTimestamp DnsEntries DnsOptions FailureReason Groups IpAddressType Ipv4Prefixes Ipv6Prefixes LastError NetworkInterfaceIds PayerResponsibility PolicyDocument PrivateDnsEnabled '
    + 'RequesterManaged ResourceConfigurationArn RouteTableIds ServiceNetworkArn ServiceRegion State SubnetIds',
  ),
  TransitGateways: shape('TransitGatewayId', 'CreationTime State TransitGatewayArn', {
    Options: shape(
      'AssociationDefaultRouteTableId DefaultRouteTableAssociation MulticastSupport',
      'AmazonSideAsn AutoAcceptSharedAttachments DefaultRouteTablePropagation DnsSupport PropagationDefaultRouteTableId SecurityGroupReferencingSupport TransitGatewayCidrBlocks VpnEcmpSupport EncryptionSupport',
    ),
  }),
  TransitGatewayVpcAttachments: shape('TransitGatewayAttachmentId TransitGatewayId VpcId SubnetIds State', 'CreationTime VpcOwnerId', { Options: ATTACHMENT_OPTIONS }),
  TransitGatewayAttachments: shape('TransitGatewayAttachmentId TransitGatewayId ResourceId ResourceType State', 'CreationTime ResourceOwnerId TransitGatewayOwnerId', {
    Association: shape('TransitGatewayRouteTableId State'),
  }),
  TransitGatewayRouteTables: shape('TransitGatewayRouteTableId TransitGatewayId', 'CreationTime DefaultAssociationRouteTable DefaultPropagationRouteTable State'),
  TransitGatewayStaticRoutes: shape('TransitGatewayRouteTableId AdditionalRoutesAvailable', '', { Routes: TRANSIT_ROUTE }),
  TransitGatewayPropagations: shape('TransitGatewayRouteTableId', 'NextToken', { TransitGatewayRouteTablePropagations: PROPAGATION }),
}))

/**
 * Kinds that decide about no packet that the others do not decide about. What relays (load balancers, databases, search domains,
 * endpoints of services) stands in a subnet with an interface and a security group of its own, which are read there; that it passes
 * on what it gets is said of every machine (`rest`, or the host that the topology declares).
 */
export const IRRELEVANT_RESOURCES: ReadonlySet<string> = names(
  'AvailabilityZones Regions VpcEndpointServices ServiceDetails ServiceNames CustomerGateways DhcpOptions KeyPairs Images Volumes Snapshots FlowLogs Tags '
  + 'LoadBalancers LoadBalancerDescriptions LoadBalancerAttributes TargetGroups Rules '
  // The far side of a gateway, which the route tables name where it matters.
  + 'DirectConnectGateways DirectConnectGatewayAssociations VirtualInterfaces directConnectGateways virtualInterfaces '
  + 'DBInstances DBClusters DBSubnetGroups DomainStatusList DomainNames ResponseMetadata InstanceTypes PlacementGroups ReservedInstances SpotInstanceRequests LaunchTemplates',
)
